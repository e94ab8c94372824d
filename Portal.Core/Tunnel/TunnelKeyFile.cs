using Microsoft.Extensions.Options;
using Portal.Core.Smime;
using Portal.Core.Storage;

namespace Portal.Core.Tunnel;

/// <summary>The tunnel's own key pair and certificate in their files.</summary>
public sealed class TunnelKeyFile(IOptions<TunnelOptions> options, DataFolder data, TimeProvider time)
{
    /// <summary>Where the certificate is that gateways encrypt to.</summary>
    public string CertificatePath => Files.Certificate;

    /// <summary>Where its private key is.</summary>
    public string KeyPath => Files.Key;

    private KeyPairFiles Files => new(
        data, "tunnel", ("Tunnel:CertificateFile", options.Value.CertificateFile), ("Tunnel:KeyFile", options.Value.KeyFile));

    /// <summary>Makes key and certificate where both are missing and no setting names them.</summary>
    public void CreateMissing() => Files.CreateMissing(options.Value.KeyAlgorithm, time);

    /// <summary>Reads both.</summary>
    /// <exception cref="TunnelKeyException">A file is missing, unreadable, or they don't belong together; the text names file and setting.</exception>
    public TunnelKey Read() => Files.Read();
}

/// <summary>A key of the tunnel cannot be used. The text names the files and the settings.</summary>
public sealed class TunnelKeyException(string message, Exception inner) : StartException(message, inner);
