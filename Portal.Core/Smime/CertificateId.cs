using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>How CMS points at a certificate: issuer and serial number, or subject key identifier (RFC 5652 §5.3, §6.2).</summary>
internal sealed record CertificateId(byte[]? Issuer, byte[]? Serial, byte[]? KeyId)
{
    private const string SubjectKeyIdentifier = "2.5.29.14";

    public static CertificateId ReadIssuerAndSerial(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var id = new CertificateId(Der.Encode(sequence.ReadEncodedValue()), sequence.ReadIntegerBytes().ToArray(), null);
        sequence.ThrowIfNotEmpty();
        return id;
    }

    public static CertificateId ReadKeyId(AsnReader reader) =>
        new(null, null, reader.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)));

    /// <summary>Reads SignerIdentifier or RecipientIdentifier, which are alike.</summary>
    public static CertificateId Read(AsnReader reader) =>
        reader.PeekTag().TagClass == TagClass.ContextSpecific ? ReadKeyId(reader) : ReadIssuerAndSerial(reader);

    public bool Is(X509Certificate2 certificate) => KeyId is null
        ? certificate.SerialNumberBytes.Span.SequenceEqual(Serial) && certificate.IssuerName.RawData.AsSpan().SequenceEqual(Issuer)
        : KeyIdOf(certificate) is { } id && KeyId.AsSpan().SequenceEqual(id);

    /// <summary>The certificate's subject key identifier (RFC 5280 §4.2.1.2), or null.</summary>
    public static byte[]? KeyIdOf(X509Certificate2 certificate) =>
        certificate.Extensions[SubjectKeyIdentifier] is X509SubjectKeyIdentifierExtension extension
            ? extension.SubjectKeyIdentifierBytes.ToArray()
            : null;
}
