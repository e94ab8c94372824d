namespace Portal.Core.Storage.Model;

/// <summary>One change of state of an account: what, when, by whom and why. Rows are added and never changed; they outlive the account.</summary>
public sealed class AccountEvent
{
    /// <summary>Counts up.</summary>
    public long Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The account, or null where there is none yet.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The mailbox that was named, or null where the change came about without one.</summary>
    public Guid? MailboxId { get; init; }

    /// <summary>The state before, or null where there was none.</summary>
    public AccountState? From { get; init; }

    /// <summary>The state after.</summary>
    public required AccountState To { get; init; }

    /// <summary>What happened.</summary>
    public required AccountTrigger Trigger { get; init; }

    /// <summary>Who did it.</summary>
    public required AccountActor Actor { get; init; }

    /// <summary>The operator's system user name, or null.</summary>
    public string? By { get; init; }

    /// <summary>What the operator gave as the reason, a vault box with the purpose <c>reason</c>, bound to the mailbox that the operator named; empty where none was given.</summary>
    public byte[] Reason { get; init; } = [];
}
