using System.Text.Json.Serialization;

namespace Portal.Core.Mime;

/// <summary>What a stored message consists of and where each part lies, so that one part can be read without the others.</summary>
public sealed record Outline
{
    /// <summary>The message's own entity: its children are the message's parts.</summary>
    [JsonPropertyName("r")]
    public required OutlinePart Root { get; init; }

    /// <summary>Where the message begins in the stored bytes: behind the header of a message/rfc822 wrapper, else 0.</summary>
    [JsonPropertyName("ms")]
    public long MessageStart { get; init; }

    /// <summary>Bytes stored in all; the message reaches from <see cref="MessageStart"/> to here.</summary>
    [JsonPropertyName("len")]
    public long Length { get; init; }

    /// <summary>The message's header fields in their order.</summary>
    [JsonPropertyName("h")]
    [JsonConverter(typeof(HeaderFieldsJson))]
    public IReadOnlyList<HeaderField> Headers { get; init; } = [];

    /// <summary>Whether fields from outside the signature were put in, because the gateway is trusted with them.</summary>
    [JsonPropertyName("o")]
    public bool HasOuterFields { get; init; }

    /// <summary>What was odd; empty for nearly all mails.</summary>
    [JsonPropertyName("x")]
    public IReadOnlyList<OutlineRemark> Remarks { get; init; } = [];

    /// <summary>The fields that steer the portal, of the wrapper first, then of the message. Not kept by <see cref="OutlineJson"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<HeaderField> Steering { get; init; } = [];

    /// <summary>Where the steering fields stand, whole lines with their line breaks, ascending: the bytes to leave out before
    /// storing. Every steering field is here, also one beyond the limits. Not kept by <see cref="OutlineJson"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<ByteRange> SteeringRanges { get; init; } = [];

    /// <summary>The subjects in which marks steer the portal (<c>[sms:+41…]</c>, <c>[emptypw]</c>). Not kept by <see cref="OutlineJson"/>.</summary>
    [JsonIgnore]
    internal IReadOnlyList<MarkedSubject> MarkedSubjects { get; init; } = [];

    /// <summary>The value of the message's first field with that name, or null.</summary>
    public string? Header(string name)
    {
        foreach (var field in Headers)
        {
            if (field.Is(name))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>The part with that number, or null.</summary>
    public OutlinePart? Part(int number) => Find(Root, number);

    // Numbers are depth-first, so the part lies below the last child whose number is not greater.
    private static OutlinePart? Find(OutlinePart part, int number)
    {
        if (part.Number == number)
        {
            return part;
        }

        var below = part.Children.LastOrDefault(child => child.Number <= number);
        return below is null ? null : Find(below, number);
    }
}
