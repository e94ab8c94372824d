using System.Collections.ObjectModel;
using Portal.Core.Storage.Model;

namespace Portal.Core.Evidence;

/// <summary>Something that happened to a message, before it is a link of its chain.</summary>
/// <param name="Kind">What.</param>
/// <param name="DeliveryId">To which delivery, or null: to the message.</param>
public sealed record EvidenceEvent(MessageEventKind Kind, Guid? DeliveryId = null)
{
    /// <summary>The recipient's address, or null.</summary>
    public string? Recipient { get; init; }

    /// <summary>What else is known of it, by names such as <c>size</c>. Never anything of the message's text.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Only the kind: what else it holds must reach no log.</summary>
    public override string ToString() => Kind.ToString();
}
