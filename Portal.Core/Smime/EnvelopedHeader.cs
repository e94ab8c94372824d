using System.Formats.Asn1;

namespace Portal.Core.Smime;

/// <summary>What stands before the content of EnvelopedData (RFC 5652 §6.1) or AuthEnvelopedData (RFC 5083 §2.1).</summary>
/// <param name="Recipients">The RecipientInfos, each to be read by its tag.</param>
/// <param name="Content">How the content is encrypted.</param>
internal sealed record EnvelopedHeader(AsnReader Recipients, ContentAlgorithm Content)
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Reads the metadata once the content has begun.</summary>
    public static EnvelopedHeader Read(byte[] metadata)
    {
        var info = new AsnReader(metadata, AsnEncodingRules.BER).ReadSequence();
        var type = info.ReadObjectIdentifier();
        if (type is not (Oids.EnvelopedData or Oids.AuthEnvelopedData))
        {
            throw new RefusedException(TunnelRefusal.NotTunnelled);
        }

        var data = info.ReadSequence(Tag0).ReadSequence();
        data.ReadInteger(); // the version follows from what is inside; nothing hangs on it
        if (data.PeekTag() == Tag0)
        {
            data.ReadEncodedValue(); // OriginatorInfo
        }

        var recipients = data.ReadSetOf(skipSortOrderValidation: true);
        var content = data.ReadSequence();
        if (content.ReadObjectIdentifier() != Oids.Data)
        {
            throw new RefusedException(TunnelRefusal.NotSigned); // RFC 8551 §3.3 puts a MIME entity inside, always as id-data
        }

        var algorithm = ContentAlgorithm.Read(AlgorithmId.Read(content));
        return algorithm.Authenticated == (type == Oids.AuthEnvelopedData)
            ? new EnvelopedHeader(recipients, algorithm)
            : throw RefusedException.Malformed();
    }
}
