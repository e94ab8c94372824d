using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>One SignerInfo (RFC 5652 §5.3).</summary>
internal sealed record SignerInfo
{
    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public required CertificateId Id { get; init; }

    public required HashAlgorithmName Digest { get; init; }

    public required SignedAttributes Signed { get; init; }

    public required AlgorithmId Algorithm { get; init; }

    public required byte[] Signature { get; init; }

    public static SignerInfo Read(AsnReader reader)
    {
        reader.ReadInteger(); // the version follows from the identifier
        var id = CertificateId.Read(reader);
        var digest = AlgorithmId.Read(reader);
        if (reader.PeekTag() != Attributes)
        {
            throw RefusedException.Malformed(); // without signed attributes the content type is not signed (RFC 5652 §5.3)
        }

        var signed = Der.Encode(reader.ReadEncodedValue(), Asn1Tag.SetOf);
        return new SignerInfo
        {
            Id = id,
            Digest = Digests.Signed(digest),
            Signed = SignedAttributes.Read(signed),
            Algorithm = AlgorithmId.Read(reader),
            Signature = reader.ReadOctetString(), // unsigned attributes may follow: they say nothing
        };
    }
}
