using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>A message that left for its recipient's own certificate and cannot be delivered. It lies nowhere any more.</summary>
/// <param name="MessageId">The message, whose chain tells of it; null in entries of an older version.</param>
/// <param name="DeliveryId">What stands for a delivery there.</param>
/// <param name="Recipient">The recipient's address.</param>
/// <param name="Status">Why, as an enhanced status code.</param>
internal sealed record LostMail(Guid? MessageId, Guid? DeliveryId, string Recipient, string Status)
{
    /// <summary>The mail that tells the sender; null where a machine sent it.</summary>
    public OutboxEntry? Told { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(LostMail);
}
