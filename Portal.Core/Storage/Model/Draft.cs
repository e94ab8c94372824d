namespace Portal.Core.Storage.Model;

/// <summary>What a person is writing. Who reads the database learns that, when, and in which mailbox; never what, to whom, or to which message.</summary>
public sealed class Draft
{
    /// <summary>Random; what web addresses name, and part of what its key is bound to.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox that writes.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The draft's key, 60 bytes under the mailbox's symmetric key; empty once it was sent.</summary>
    public required byte[] SealedKey { get; set; }

    /// <summary>All that was typed and what it answers, a sealed stream of the kind <c>draft/content</c>; empty once it was sent.</summary>
    public required byte[] Content { get; set; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last saved, or a file of it came or went.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it was sent, or null. The empty row stays for a while, so that the same form, sent once more, sends nothing.</summary>
    public DateTimeOffset? SentAt { get; set; }
}
