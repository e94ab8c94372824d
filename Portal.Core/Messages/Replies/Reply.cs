using Portal.Core.Mailboxes;
using Portal.Core.Mime;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Replies;

/// <summary>What a person sends out of a mailbox: an answer, a forwarded or a new message. Who may be in it was decided before.</summary>
public sealed record Reply
{
    /// <summary>The mailbox that writes, unlocked. Its copy goes into the folder of what was sent.</summary>
    public required UnlockedMailbox Mailbox { get; init; }

    /// <summary>The tenant in whose name it leaves.</summary>
    public required string Tenant { get; init; }

    /// <summary>The name of the gateway that handed the answered mail over, or null; it takes this one too, if it is still trusted.</summary>
    public string? Gateway { get; init; }

    /// <summary>The writer's language, for what the portal may have to say about it.</summary>
    public string? Language { get; init; }

    /// <summary>The writer: the mailbox's address with the person's name.</summary>
    public required MailAddress From { get; init; }

    /// <summary>To whom; at least one here or in <see cref="Cc"/>.</summary>
    public required IReadOnlyList<MailAddress> To { get; init; }

    /// <summary>Who gets a copy, as everybody sees.</summary>
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>The subject, without CR, LF and NUL.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as an HTML document, or null.</summary>
    public string? Html { get; init; }

    /// <summary>The Message-ID of what is answered, with its angle brackets, or null.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The Message-IDs of the conversation, the oldest first, each with its angle brackets (RFC 5322 §3.6.4).</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The files that go along.</summary>
    public IReadOnlyList<ReplyFile> Files { get; init; } = [];

    /// <summary>The delivery that is answered or passed on, or null.</summary>
    public Guid? Answers { get; init; }

    /// <summary>Whether it is passed on: then nobody has been answered.</summary>
    public bool PassesOn { get; init; }

    /// <summary>Whether the writer gets a mail with a link to the copy.</summary>
    public bool CopyToMe { get; init; }

    /// <summary>
    /// More to write in the transaction that sends, such as the end of the draft; false where it must not be sent (any more): then nothing is.
    /// </summary>
    public Func<PortalContext, CancellationToken, Task<bool>> Claim { get; init; } = (_, _) => Task.FromResult(true);
}

/// <summary>A file that goes along. Its bytes are read while the mail is written, once.</summary>
/// <param name="Name">Its name; may hold any character but controls.</param>
/// <param name="MediaType">Type and subtype, without parameters.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Open">Opens it at its begin; the caller disposes of the stream.</param>
public sealed record ReplyFile(string Name, string MediaType, long Size, Func<CancellationToken, Task<Stream>> Open);
