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

    /// <summary>When it is due; while a worker has it, when another may take it over; while it may come back, until when that is waited for.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last failure, as a reply code or a class; never text from outside.</summary>
    public string? LastFailure { get; set; }

    /// <summary>The blob with the encrypted mail, for what leaves through the tunnel; null for all others.</summary>
    public Guid? BlobId { get; init; }

    /// <summary>The delivery that a notice tells of; null for all others.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>The mailbox whose daily mail a held notice waits for, or to whose own certificate a mail leaves; null for all others.</summary>
    public Guid? MailboxId { get; init; }
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

    /// <summary>The mail with a one-time code for the browser that asked for it.</summary>
    MailCode = 10,

    /// <summary>The mail with the link for setting a new password.</summary>
    PasswordReset = 20,

    /// <summary>The mail to somebody who forgot a password that was never chosen: how to register.</summary>
    RegisterInstead = 21,

    /// <summary>The mail that tells a person that the password is another one now.</summary>
    PasswordChanged = 22,

    /// <summary>The mail that tells of all messages of a day.</summary>
    Digest = 30,

    /// <summary>The mail with the code that proves an address.</summary>
    AddressCode = 31,

    /// <summary>The mail to an address that somebody wanted to add to his account although it is another's.</summary>
    AddressTaken = 32,

    /// <summary>The mail that says that an account was deleted.</summary>
    AccountDeleted = 33,

    /// <summary>The mail to a person about a change of second factors.</summary>
    Factor = 40,

    /// <summary>What a person wrote, on its way through the tunnel to one recipient.</summary>
    Reply = 50,

    /// <summary>The mail to a person whose reply could not be delivered.</summary>
    ReplyFailed = 51,

    /// <summary>The receipt for a message that was opened, on its way through the tunnel.</summary>
    Receipt = 52,

    /// <summary>The mail that confirms to a sender for whom his mail was stored.</summary>
    SentConfirmation = 60,

    /// <summary>The mail to a sender whose message nobody has read yet.</summary>
    UnreadTold = 61,

    /// <summary>The mail to a sender whose message went to the wrong person.</summary>
    NotForMe = 62,

    /// <summary>The mail to the tenant's administrators about such a message.</summary>
    NotForMeAlert = 63,

    /// <summary>The mail to a person whose messages go for good soon.</summary>
    ExpiryWarning = 64,

    /// <summary>The mail to a sender whose message went for good unread.</summary>
    Expired = 65,

    /// <summary>The mail to a sender whose recipient could not be told of the message.</summary>
    NoticeFailed = 66,

    /// <summary>The mail with a code, encrypted to the certificate that the code proves.</summary>
    CertificateChallenge = 67,

    /// <summary>A message on its way to its recipient, encrypted to his own certificate.</summary>
    CertificateMail = 68,
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

    /// <summary>A notice that is told of in the next daily mail, and never leaves on its own.</summary>
    Held = 3,

    /// <summary>Has left under an address to which it may come back. Until nothing more is to be expected the box is kept: whom to tell stands in it alone.</summary>
    Awaited = 4,

    /// <summary>Came back; <see cref="OutboxEntry.LastFailure"/> says why. Who wrote is told next, and it counts as sent then.</summary>
    Returned = 5,
}
