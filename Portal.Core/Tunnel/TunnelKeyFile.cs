using Microsoft.Extensions.Options;
using Portal.Core.Smime;
using Portal.Core.Storage;

namespace Portal.Core.Tunnel;

/// <summary>The tunnel's own key pair and certificate in their files.</summary>
public sealed class TunnelKeyFile(IOptions<TunnelOptions> options, DataFolder data, TimeProvider time)
{
    private const string Subject = "CN=Secure webmail portal tunnel";

    /// <summary>Where the certificate is that gateways encrypt to.</summary>
    public string CertificatePath => Files.Certificate;

    /// <summary>Where its private key is.</summary>
    public string KeyPath => Files.Key;

    private KeyPairFiles Files => new(
        "The tunnel's",
        Path.GetFullPath(SettingOr(options.Value.CertificateFile, data.File("tunnel", "tunnel.crt"))),
        Path.GetFullPath(SettingOr(options.Value.KeyFile, data.File("tunnel", "tunnel.key"))),
        "Tunnel:CertificateFile", "Tunnel:KeyFile");

    /// <summary>Makes key and certificate where both are missing and no setting names them.</summary>
    public void CreateMissing()
    {
        if (options.Value is { CertificateFile.Length: 0, KeyFile.Length: 0 })
        {
            data.Folder("tunnel");
            Files.CreateMissing(options.Value.KeyAlgorithm, Subject, time);
        }
    }

    /// <summary>Reads both.</summary>
    /// <exception cref="TunnelKeyException">A file is missing, unreadable, or they don't belong together; the text names file and setting.</exception>
    public TunnelKey Read() => Files.Read();

    private static string SettingOr(string setting, string fallback) => setting.Length > 0 ? setting : fallback;
}

/// <summary>A key of the tunnel cannot be used. The text names the files and the settings.</summary>
public sealed class TunnelKeyException(string message, Exception inner) : StartException(message, inner);
