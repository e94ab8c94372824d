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
    /// <summary>Where the certificate is that gateways verify with.</summary>
    public string CertificatePath => Files.Certificate;

    private KeyPairFiles Files => new(
        data, "signing", ("Tunnel:SigningCertificateFile", options.Value.SigningCertificateFile), ("Tunnel:SigningKeyFile", options.Value.SigningKeyFile));

    /// <summary>Makes key and certificate where both are missing and no setting names them.</summary>
    public void CreateMissing() => Files.CreateMissing(options.Value.KeyAlgorithm, time);

    /// <summary>Reads both.</summary>
    /// <exception cref="TunnelKeyException">A file is missing, unreadable, or they don't belong together; the text names file and setting.</exception>
    public TunnelKey Read() => Files.Read();
}
