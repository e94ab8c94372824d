namespace Portal.Core.Storage.Model;

/// <summary>What became of an SMS, for the operator. The text and the whole number are only in the outbox entry's sealed box.</summary>
public sealed class SmsMessage
{
    /// <summary>The outbox entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it was for.</summary>
    public required SmsPurpose Purpose { get; init; }

    /// <summary>Whose it is: the account, or the mailbox while nobody has registered.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The number with all but the country's code and two digits hidden.</summary>
    public required string MaskedNumber { get; init; }

    /// <summary>Where it stands.</summary>
    public SmsState State { get; set; }

    /// <summary>The provider's id of it, where there is one.</summary>
    public string? ProviderId { get; set; }

    /// <summary>The last failure, as a code; never text from outside.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the provider took it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When it came into a state that is final.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How often the provider was asked about it.</summary>
    public int Asked { get; set; }

    /// <summary>When the provider is asked next; null: never.</summary>
    public DateTimeOffset? AskAt { get; set; }
}

/// <summary>What an SMS is for.</summary>
public enum SmsPurpose
{
    /// <summary>A code that proves who has the phone.</summary>
    Code = 1,

    /// <summary>An initial password.</summary>
    InitialPassword = 2,

    /// <summary>Anything else that a person should know.</summary>
    Notice = 3,
}

/// <summary>Where an SMS stands.</summary>
public enum SmsState
{
    /// <summary>Waits in the outbox.</summary>
    Waiting = 0,

    /// <summary>The provider has it. More than this is known only from providers that can be asked.</summary>
    Sent = 1,

    /// <summary>It has arrived on the phone, as far as the provider knows.</summary>
    Delivered = 2,

    /// <summary>It was refused, here or on its way, or the tries ran out.</summary>
    Failed = 3,

    /// <summary>It was no longer of any use before it could leave.</summary>
    Expired = 4,
}
