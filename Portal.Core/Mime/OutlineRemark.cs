using System.Text.Json.Serialization;

namespace Portal.Core.Mime;

/// <summary>What was odd about a message; each kind is noted once, at the part where it was met first.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Part">The number of the part.</param>
public sealed record OutlineRemark(
    [property: JsonPropertyName("k")] OutlineRemarkKind Kind,
    [property: JsonPropertyName("p")] int Part);

/// <summary>Kinds of <see cref="OutlineRemark"/>.</summary>
public enum OutlineRemarkKind
{
    /// <summary>Parts nest deeper than the limit.</summary>
    TooDeep,

    /// <summary>There are more parts than the limit.</summary>
    TooManyParts,

    /// <summary>A header block has more fields than the limit.</summary>
    TooManyHeaders,

    /// <summary>A header field is longer than the limit and was cut.</summary>
    HeaderLineTooLong,

    /// <summary>All header blocks together are larger than the limit.</summary>
    HeadersTooLarge,

    /// <summary>A line in a header block is no field; it was left out.</summary>
    MalformedHeader,

    /// <summary>A multipart names no usable boundary and was not taken apart.</summary>
    NoBoundary,

    /// <summary>A multipart does not end with its closing boundary.</summary>
    NotClosed,

    /// <summary>A transfer encoding nobody knows.</summary>
    UnknownEncoding,

    /// <summary>A nested message has a transfer encoding, which RFC 2046 §5.2.1 forbids; it was not taken apart.</summary>
    EncodedMessage,

    /// <summary>A field has more parameters than <see cref="ContentType.MostParameters"/>.</summary>
    TooManyParameters,
}
