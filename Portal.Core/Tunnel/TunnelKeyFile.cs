using Microsoft.Extensions.Options;
using Portal.Core.Smime;
using Portal.Core.Storage;

namespace Portal.Core.Tunnel;

/// <summary>The tunnel's own key pair and certificate in their files.</summary>
public sealed class TunnelKeyFile(IOptions<TunnelOptions> options, DataFolder data, TimeProvider time)
{
    private const string Subject = "CN=Secure webmail portal tunnel";

    /// <summary>Where the certificate is that gateways encrypt to.</summary>
    public string CertificatePath => Path.GetFullPath(Or(options.Value.CertificateFile, data.File("tunnel", "tunnel.crt")));

    /// <summary>Where its private key is.</summary>
    public string KeyPath => Path.GetFullPath(Or(options.Value.KeyFile, data.File("tunnel", "tunnel.key")));

    /// <summary>Makes key and certificate where both are missing and no setting names them.</summary>
    public void CreateMissing()
    {
        if (options.Value.CertificateFile.Length > 0 || options.Value.KeyFile.Length > 0
            || File.Exists(CertificatePath) || File.Exists(KeyPath))
        {
            return;
        }

        data.Folder("tunnel");
        using var key = TunnelKey.Create(options.Value.KeyAlgorithm, Subject, time);
        key.Save(CertificatePath, KeyPath);
    }

    /// <summary>Reads both.</summary>
    /// <exception cref="TunnelKeyException">A file is missing, unreadable, or they don't belong together; the text names file and setting.</exception>
    public TunnelKey Read()
    {
        try
        {
            return TunnelKey.Load(CertificatePath, KeyPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new TunnelKeyException(
                $"The tunnel's certificate '{CertificatePath}' (Tunnel:CertificateFile) and key '{KeyPath}' (Tunnel:KeyFile) cannot be "
                + $"used together: {error.Message}{Remedy()}",
                error);
        }
    }

    // A machine that died while the pair was made left half of it.
    private string Remedy() => (File.Exists(CertificatePath), File.Exists(KeyPath)) switch
    {
        (true, false) => $" Bring the key back from a backup. If no gateway encrypts to the certificate yet, delete '{CertificatePath}': a new pair is made.",
        (false, true) => $" Bring the certificate back from a backup. If no gateway had it yet, delete '{KeyPath}': a new pair is made.",
        _ => "",
    };

    private static string Or(string setting, string fallback) => setting.Length > 0 ? setting : fallback;
}

/// <summary>The tunnel's key cannot be used. The text names the files and the settings.</summary>
public sealed class TunnelKeyException(string message, Exception inner) : StartException(message, inner);
