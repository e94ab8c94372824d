using System.Formats.Asn1;

namespace Portal.Core.Smime;

/// <summary>What the signature covers (RFC 5652 §5.4, §11).</summary>
/// <param name="Encoded">The attributes in DER under the tag SET OF: the very bytes that are signed.</param>
/// <param name="MessageDigest">The digest of the content.</param>
/// <param name="SigningTime">When the signer says it signed.</param>
internal sealed record SignedAttributes(byte[] Encoded, byte[] MessageDigest, DateTimeOffset? SigningTime)
{
    private const int UtcTimePivot = 2049; // RFC 5652 §11.3: 50 to 99 are 19YY

    public static SignedAttributes Read(byte[] encoded)
    {
        var set = new AsnReader(encoded, AsnEncodingRules.DER).ReadSetOf(skipSortOrderValidation: true);
        var found = new Dictionary<string, AsnReader>(StringComparer.Ordinal);
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf(skipSortOrderValidation: true);
            attribute.ThrowIfNotEmpty();
            if (oid is Oids.ContentType or Oids.MessageDigest or Oids.SigningTime && !found.TryAdd(oid, values))
            {
                throw RefusedException.Malformed();
            }
        }

        if (!Single(found, Oids.ContentType, v => v.ReadObjectIdentifier() == Oids.Data)
            || Single(found, Oids.MessageDigest, v => v.ReadOctetString()) is not { } digest)
        {
            throw RefusedException.Malformed();
        }

        return new SignedAttributes(encoded, digest, Single<DateTimeOffset?>(found, Oids.SigningTime, v => Time(v)));
    }

    // Exactly one value, or nothing where the attribute is absent.
    private static T? Single<T>(Dictionary<string, AsnReader> found, string oid, Func<AsnReader, T> read)
    {
        if (!found.TryGetValue(oid, out var values))
        {
            return default;
        }

        var value = read(values);
        values.ThrowIfNotEmpty();
        return value;
    }

    private static DateTimeOffset Time(AsnReader value) => value.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? value.ReadUtcTime(UtcTimePivot)
        : value.ReadGeneralizedTime();
}
