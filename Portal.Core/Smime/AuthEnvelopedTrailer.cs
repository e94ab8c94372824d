using System.Formats.Asn1;

namespace Portal.Core.Smime;

/// <summary>What follows the content of AuthEnvelopedData (RFC 5083 §2.1).</summary>
/// <param name="AuthenticatedAttributes">Their DER form with the tag SET OF, as the tag covers them (§2.2); else empty.</param>
/// <param name="Tag">The message authentication code.</param>
internal sealed record AuthEnvelopedTrailer(byte[] AuthenticatedAttributes, byte[] Tag)
{
    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public static AuthEnvelopedTrailer Read(byte[] metadata)
    {
        var info = new AsnReader(metadata, AsnEncodingRules.BER).ReadSequence();
        info.ReadObjectIdentifier();
        var data = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)).ReadSequence();
        while (data.PeekTag() != Asn1Tag.SetOf)
        {
            data.ReadEncodedValue(); // version, OriginatorInfo
        }

        data.ReadEncodedValue(); // RecipientInfos
        data.ReadEncodedValue(); // EncryptedContentInfo
        var attributes = data.PeekTag() == Attributes ? Der.Encode(data.ReadEncodedValue(), Asn1Tag.SetOf) : [];
        return new AuthEnvelopedTrailer(attributes, data.ReadOctetString());
    }
}
