namespace Portal.Core.Storage.Model;

/// <summary>
/// A reply that could not be delivered to one recipient. It becomes a message in the writer's inbox as soon as the writer's key is at hand, which nobody else
/// has where the tenant leaves mailboxes to their owners alone.
/// </summary>
public sealed class ReplyFailure
{
    /// <summary>The outbox entry's id; the vault box is bound to it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The writer's mailbox.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The writer's copy of what could not be delivered.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>To whom it could not be, the outbox entry's box.</summary>
    public required byte[] Box { get; init; }

    /// <summary>The last failure, as a reply code or a class; never text from outside.</summary>
    public required string Code { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset At { get; init; }
}
