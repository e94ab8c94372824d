using Portal.Core.Sealing;

namespace Portal.Core.Tests.Vectors;

/// <summary>One vector: its fields, and what they say in the product's types.</summary>
internal sealed class Vector(Dictionary<string, string> fields)
{
    public string this[string field] => fields[field];

    /// <summary>The failure that the vector must give, or null when it must open.</summary>
    public SealingFailure? Failure => fields["class"] switch
    {
        "accept" => null,
        "wrong-key" => SealingFailure.WrongKey,
        "malformed" => SealingFailure.Malformed,
        "truncated" => SealingFailure.Truncated,
        "forged" => SealingFailure.Forged,
        var other => throw new InvalidDataException($"No such class: {other}"),
    };

    public byte[] Bytes(string field) => Convert.FromHexString(fields[field]);

    public Guid Id(string field) => Guid.Parse(fields[field]);

    public string Opening(string field) => fields.GetValueOrDefault("open-" + field) ?? fields[field];

    public byte[] OpeningBytes(string field) => Convert.FromHexString(Opening(field));

    public Guid OpeningId(string field) => Guid.Parse(Opening(field));

    public bool Has(string field) => fields.ContainsKey(field);

    /// <summary>The sealed bytes after the vector's change.</summary>
    public byte[] Changed(byte[] original)
    {
        if (!Has("change"))
        {
            return original;
        }

        var words = fields["change"].Split(' ');
        var number = words.Length > 1 && int.TryParse(words[1], out var parsed) ? parsed : 0;
        return words[0] switch
        {
            "flip" => Flip(original, number < 0 ? original.Length + number : number),
            "cut" => original[..number],
            "append" => [.. original, .. Convert.FromHexString(words[1])],
            "append-again" => [.. original, .. original],
            "swap" => Segments(original, all => (all[1], all[2]) = (all[2], all[1])),
            "repeat" => Segments(original, all => all.Insert(number, all[number])),
            "drop" => Segments(original, all => all.RemoveAt(number)),
            var other => throw new InvalidDataException($"No such change: {other}"),
        };
    }

    private static byte[] Flip(byte[] original, int at)
    {
        byte[] changed = [.. original];
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] Segments(byte[] original, Action<List<byte[]>> change)
    {
        var segments = original.Chunk(SealedLayout.SegmentSize).ToList();
        change(segments);
        return [.. segments.SelectMany(segment => segment)];
    }
}
