using System.Buffers;
using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>A detached signature of the portal.</summary>
/// <param name="Cms">SignedData without content (RFC 5652 §5), with the certificate of the key in it.</param>
/// <param name="Certificate">The certificate, PEM.</param>
public sealed record PortalSignature(byte[] Cms, string Certificate);

/// <summary>Signs what is no mail with the key that signs replies. Others verify with <c>openssl cms -verify -binary -content FILE</c>.</summary>
public sealed class SignText(SigningKey signing, TimeProvider time)
{
    /// <summary>The signature over exactly these bytes.</summary>
    /// <exception cref="TunnelKeyException">The key cannot be used; the text names its files.</exception>
    public PortalSignature Sign(ReadOnlySpan<byte> content)
    {
        using var signature = new SignatureWriter(signing.Key, time.GetUtcNow());
        var cms = new ArrayBufferWriter<byte>();
        SignatureWriter.Begin(cms);
        signature.Append(content);
        signature.End(cms);
        return new PortalSignature(cms.WrittenSpan.ToArray(), signing.Key.Certificate.ExportCertificatePem());
    }
}
