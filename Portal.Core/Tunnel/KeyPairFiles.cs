using System.Security.Cryptography;
using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>A key pair with its certificate in two PEM files, by the settings that name them.</summary>
/// <param name="What">What the pair is, for people: "The tunnel's".</param>
/// <param name="Certificate">The certificate's file.</param>
/// <param name="Key">The key's file.</param>
/// <param name="CertificateSetting">The setting that names the first.</param>
/// <param name="KeySetting">The setting that names the second.</param>
internal sealed record KeyPairFiles(string What, string Certificate, string Key, string CertificateSetting, string KeySetting)
{
    /// <summary>Makes both where both are missing.</summary>
    public void CreateMissing(TunnelKeyAlgorithm algorithm, string subject, TimeProvider time)
    {
        if (!File.Exists(Certificate) && !File.Exists(Key))
        {
            using var key = TunnelKey.Create(algorithm, subject, time);
            key.Save(Certificate, Key);
        }
    }

    /// <summary>Reads both.</summary>
    /// <exception cref="TunnelKeyException">A file is missing, unreadable, or they don't belong together; the text names file and setting.</exception>
    public TunnelKey Read()
    {
        try
        {
            return TunnelKey.Load(Certificate, Key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new TunnelKeyException(
                $"{What} certificate '{Certificate}' ({CertificateSetting}) and key '{Key}' ({KeySetting}) cannot be "
                + $"used together: {error.Message}{Remedy()}",
                error);
        }
    }

    // A machine that died while the pair was made left half of it.
    private string Remedy() => (File.Exists(Certificate), File.Exists(Key)) switch
    {
        (true, false) => $" Bring the key back from a backup. If no gateway has the certificate yet, delete '{Certificate}': a new pair is made.",
        (false, true) => $" Bring the certificate back from a backup. If no gateway had it yet, delete '{Key}': a new pair is made.",
        _ => "",
    };
}
