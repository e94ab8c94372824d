namespace Portal.Core.Storage.Model;

/// <summary>Something that must leave the portal. What it says and to whom is sealed until the moment it leaves.</summary>
public sealed class OutboxEntry
{
    /// <summary>Random; the vault box is bound to it, and the mail's Message-ID is made of it, so a second try is the same mail.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is.</summary>
    public required OutboxKind Kind { get; init; }

    /// <summary>The tenant in whose name it leaves.</summary>
    public required string Tenant { get; init; }

    /// <summary>The content, a vault box with the purpose <c>outbox</c>.</summary>
    public required byte[] Box { get; set; }

    /// <summary>Where it stands.</summary>
    public OutboxState State { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is due; while a worker has it, when another may take it over.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last failure, as a reply code or a class; never text from outside.</summary>
    public string? LastFailure { get; set; }
}

/// <summary>What an outbox entry is.</summary>
public enum OutboxKind
{
    /// <summary>The mail to the recipient that says "you have a message".</summary>
    Notice = 1,

    /// <summary>The mail to the sender with the recipient's initial password.</summary>
    InitialPassword = 2,

    /// <summary>The mail to a person about a sign-in from a new device.</summary>
    SignIn = 3,

    /// <summary>The mail to a sender whose invitation nobody took up in time.</summary>
    InvitationEnded = 4,

    /// <summary>An SMS.</summary>
    Sms = 5,

    /// <summary>The mail to a person about a change of second factors.</summary>
    Factor = 10,
}

/// <summary>Where an outbox entry stands.</summary>
public enum OutboxState
{
    /// <summary>Waits for its time.</summary>
    Waiting = 0,

    /// <summary>Has left; the box is emptied.</summary>
    Sent = 1,

    /// <summary>Was refused for good or ran out of tries; kept for the operator.</summary>
    Failed = 2,
}
