using System.Text.Json.Serialization;
using Portal.Core.Storage.Model;

namespace Portal.Core.Evidence;

/// <summary>What the box of a link holds, as JSON: these bytes are what the link's hash is of.</summary>
internal sealed record EvidenceContent
{
    public required Guid Message { get; init; }

    public required int Sequence { get; init; }

    /// <summary>To the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    public required MessageEventKind Kind { get; init; }

    public Guid? Delivery { get; init; }

    public string? Recipient { get; init; }

    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>The hash of the link before, base64; empty in the first.</summary>
    public required string Previous { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EvidenceContent))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
