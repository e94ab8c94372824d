namespace Portal.Core.Outbox;

/// <summary>To whom a reply goes. Sealed until it leaves; what it says lies encrypted in the entry's blob.</summary>
public sealed record ReplyPayload
{
    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>Bytes of the encrypted mail's body in the blob.</summary>
    public required long Size { get; init; }

    /// <summary>The Content-Type of that body.</summary>
    public required string ContentType { get; init; }

    /// <summary>The writer's mailbox.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The writer's copy.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>Where the writer is told if it cannot be delivered.</summary>
    public required string Writer { get; init; }

    /// <summary>The writer's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ReplyPayload);
}
