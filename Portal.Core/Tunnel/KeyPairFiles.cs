using System.Security.Cryptography;
using Portal.Core.Smime;
using Portal.Core.Storage;

namespace Portal.Core.Tunnel;

/// <summary>A key pair with its certificate in two PEM files: those that settings name, or <c>tunnel/NAME.crt</c> and <c>.key</c> in the data folder.</summary>
/// <param name="data">The data folder.</param>
/// <param name="name">The files' name there, and what the pair is called to people.</param>
/// <param name="certificate">The setting that names the certificate's file, and its value; empty: none is named.</param>
/// <param name="key">The same for the key's.</param>
internal sealed class KeyPairFiles(DataFolder data, string name, (string Setting, string Value) certificate, (string Setting, string Value) key)
{
    private const string Folder = "tunnel";

    /// <summary>The certificate's file.</summary>
    public string Certificate { get; } = PathOf(data, certificate.Value, name + ".crt");

    /// <summary>The key's file.</summary>
    public string Key { get; } = PathOf(data, key.Value, name + ".key");

    /// <summary>Makes both where both are missing and no setting names them.</summary>
    public void CreateMissing(TunnelKeyAlgorithm algorithm, TimeProvider time)
    {
        if (certificate.Value.Length > 0 || key.Value.Length > 0 || File.Exists(Certificate) || File.Exists(Key))
        {
            return;
        }

        data.Folder(Folder);
        using var made = TunnelKey.Create(algorithm, $"CN=Secure webmail portal {name}", time);
        made.Save(Certificate, Key);
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
                $"The {name} certificate '{Certificate}' ({certificate.Setting}) and key '{Key}' ({key.Setting}) cannot be used together: {error.Message}{Remedy()}",
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

    private static string PathOf(DataFolder data, string named, string file) => Path.GetFullPath(named.Length > 0 ? named : data.File(Folder, file));
}
