using System.Formats.Asn1;

namespace Portal.Core.Smime;

/// <summary>Rewrites BER values as DER (X.690 §10, §11): what a signature covers (RFC 5652 §5.4), names to compare.</summary>
internal static class Der
{
    /// <summary>The DER form of the one value in <paramref name="ber"/>, optionally under another tag.</summary>
    public static byte[] Encode(ReadOnlyMemory<byte> ber, Asn1Tag? tag = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var reader = new AsnReader(ber, AsnEncodingRules.BER);
        Copy(reader, writer, tag);
        reader.ThrowIfNotEmpty();
        return writer.Encode();
    }

    private static void Copy(AsnReader reader, AsnWriter writer, Asn1Tag? newTag = null)
    {
        var tag = reader.PeekTag();
        if (!tag.IsConstructed)
        {
            writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
            return;
        }

        var kind = newTag ?? tag;
        if (kind.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            writer.WriteOctetString(reader.ReadOctetString());
        }
        else if (kind.HasSameClassAndValue(Asn1Tag.SetOf))
        {
            writer.PushSetOf(); // sorts when it is popped
            CopyAll(reader.ReadSetOf(skipSortOrderValidation: true, tag), writer);
            writer.PopSetOf();
        }
        else if (kind.TagClass != TagClass.Universal || kind.HasSameClassAndValue(Asn1Tag.Sequence))
        {
            writer.PushSequence(kind);
            CopyAll(reader.ReadSequence(tag), writer);
            writer.PopSequence(kind);
        }
        else
        {
            throw RefusedException.Malformed(); // segmented strings of other kinds do not occur
        }
    }

    private static void CopyAll(AsnReader from, AsnWriter to)
    {
        while (from.HasData)
        {
            Copy(from, to);
        }
    }
}
