using System.Text.Json.Serialization;

namespace Portal.Core.Mime;

/// <summary>One part of a message: what it is and where it lies. Offsets count the stored bytes from their beginning.</summary>
public sealed record OutlinePart
{
    /// <summary>0 is the root; the others follow depth-first, in the order in which they stand.</summary>
    [JsonPropertyName("n")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Number { get; init; }

    /// <summary>Type and subtype in lower case.</summary>
    [JsonPropertyName("t")]
    public required string MediaType { get; init; }

    /// <summary>The declared character set in lower case, or null.</summary>
    [JsonPropertyName("cs")]
    public string? Charset { get; init; }

    /// <summary>How the body is encoded.</summary>
    [JsonPropertyName("e")]
    public TransferEncoding Encoding { get; init; }

    /// <summary>The file name for display (RFC 2183, 2231, 2047): no path, no control or bidirectional control characters,
    /// at most 255 characters. Null where none is usable.</summary>
    [JsonPropertyName("f")]
    public string? FileName { get; init; }

    /// <summary>The Content-ID without its angle brackets, or null.</summary>
    [JsonPropertyName("id")]
    public string? ContentId { get; init; }

    /// <summary><c>inline</c>, <c>attachment</c> (also for dispositions nobody knows, RFC 2183 §2.8) or empty.</summary>
    [JsonPropertyName("d")]
    public string Disposition { get; init; } = "";

    /// <summary>A multipart's boundary, without the dashes before it.</summary>
    [JsonPropertyName("b")]
    public string? Boundary { get; init; }

    /// <summary>Where the part's header begins.</summary>
    [JsonPropertyName("hs")]
    public long HeaderStart { get; init; }

    /// <summary>Where the encoded body begins.</summary>
    [JsonPropertyName("s")]
    public long BodyStart { get; init; }

    /// <summary>Bytes of the encoded body, without the line break that belongs to the boundary after it.</summary>
    [JsonPropertyName("l")]
    public long BodyLength { get; init; }

    /// <summary>Bytes of the decoded body, exact. Of a multipart and a message: the same as <see cref="BodyLength"/>.</summary>
    [JsonPropertyName("dl")]
    public long DecodedLength { get; init; }

    /// <summary>Base64 only: bytes of each encoded line with its line break where all lines but the last are equal, else 0.
    /// The characters of a line are a multiple of four, so the rest (1 or 2) is the length of the line break.</summary>
    [JsonPropertyName("w")]
    public int EncodedLineLength { get; init; }

    /// <summary>Whether the text flows (RFC 3676, <c>format=flowed</c>).</summary>
    [JsonPropertyName("fl")]
    public bool Flowed { get; init; }

    /// <summary>Whether the space before a soft line break goes (RFC 3676, <c>delsp=yes</c>).</summary>
    [JsonPropertyName("ds")]
    public bool DelSp { get; init; }

    /// <summary>multipart/related: the Content-ID of the part to begin with, without angle brackets (RFC 2387 §3.2).</summary>
    [JsonPropertyName("st")]
    public string? Start { get; init; }

    /// <summary>The parts of a multipart; of a message/rfc822 its one root.</summary>
    [JsonPropertyName("c")]
    public IReadOnlyList<OutlinePart> Children { get; init; } = [];

    /// <summary>Of a message/rfc822 that was taken apart: the header fields of the message in it.</summary>
    [JsonPropertyName("h")]
    [JsonConverter(typeof(HeaderFieldsJson))]
    public IReadOnlyList<HeaderField>? Headers { get; init; }

    /// <summary>Whether the type is the given one, or of the given family where <paramref name="type"/> ends in a slash.</summary>
    public bool Is(string type) => type.EndsWith('/')
        ? MediaType.StartsWith(type, StringComparison.Ordinal)
        : MediaType.Equals(type, StringComparison.Ordinal);
}
