using System.Security.Cryptography.X509Certificates;
using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>
/// Encrypts a mail to one person's own certificate while it streams (RFC 8551 §3.3): AES-256-CBC, which the mail programs of the last ten years read. Nobody signs:
/// ingest, where it happens, has no key that speaks for the portal.
/// </summary>
public static class EncryptToCertificate
{
    private static readonly string[] Curves = ["1.2.840.10045.3.1.7"];

    /// <summary>Whether the key is one that can be encrypted to: RSA from 2048 to 8192 bits, or P-256.</summary>
    public static bool CanEncrypt(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdh = certificate.GetECDiffieHellmanPublicKey();
        return rsa is not null
            ? rsa.KeySize is >= 2048 and <= 8192
            : Curves.Contains(ecdh?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value);
    }

    /// <summary>Writes the outer mail's body: base64 in lines of 76 characters that end in CRLF.</summary>
    /// <param name="entity">A MIME entity, its header first, its lines ending in CRLF; read to its end.</param>
    /// <param name="destination">Where the body goes.</param>
    /// <param name="certificate">Who can open it.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The outer mail's Content-Type.</returns>
    public static async Task<string> WriteAsync(
        Stream entity, Stream destination, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var options = new TunnelWriterOptions { Signer = null, Recipients = [certificate], Encryption = TunnelEncryption.Aes256Cbc };
        await new TunnelWriter(TimeProvider.System).WriteAsync(entity, destination, options, cancellationToken);
        return TunnelWriter.ContentType(options);
    }
}
