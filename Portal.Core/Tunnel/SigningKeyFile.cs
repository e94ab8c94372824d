using Microsoft.Extensions.Options;
using Portal.Core.Smime;
using Portal.Core.Storage;

namespace Portal.Core.Tunnel;

/// <summary>
/// The key pair that signs what leaves through the tunnel. It is the web side's own: the key that opens what comes in belongs to the mail doors, which may run
/// elsewhere. Gateways verify with its certificate that a reply came from the portal.
/// </summary>
public sealed class SigningKeyFile(IOptions<TunnelOptions> options, DataFolder data, TimeProvider time)
{
    private const string Subject = "CN=Secure webmail portal signing";

    /// <summary>Where the certificate is that gateways verify with.</summary>
    public string CertificatePath => Files.Certificate;

    private KeyPairFiles Files => new(
        "The signing",
        Path.GetFullPath(SettingOr(options.Value.SigningCertificateFile, data.File("tunnel", "signing.crt"))),
        Path.GetFullPath(SettingOr(options.Value.SigningKeyFile, data.File("tunnel", "signing.key"))),
        "Tunnel:SigningCertificateFile", "Tunnel:SigningKeyFile");

    /// <summary>Makes key and certificate where both are missing and no setting names them.</summary>
    public void CreateMissing()
    {
        if (options.Value is { SigningCertificateFile.Length: 0, SigningKeyFile.Length: 0 })
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
