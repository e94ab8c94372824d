namespace Portal.Core.Mime;

/// <summary>What a mail is to say. Texts may hold any character; what would break a header is refused when it is composed.</summary>
public sealed record MailDraft
{
    /// <summary>Who writes.</summary>
    public required MailAddress From { get; init; }

    /// <summary>To whom, as shown; the envelope is the sender's business. May be empty.</summary>
    public required IReadOnlyList<MailAddress> To { get; init; }

    /// <summary>Copies, as shown.</summary>
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>Where answers go, if not to the sender.</summary>
    public MailAddress? ReplyTo { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text. Any kind of line break; sent with CRLF.</summary>
    public required string Text { get; init; }

    /// <summary>The same as an HTML document, if there is one.</summary>
    public string? Html { get; init; }

    /// <summary><c>auto-generated</c> or <c>auto-replied</c> (RFC 3834 §5) for what no person wrote.</summary>
    public string? AutoSubmitted { get; init; }

    /// <summary>More fields, such as In-Reply-To. None of those that the composer writes itself.</summary>
    public IReadOnlyList<HeaderField> Extra { get; init; } = [];

    /// <summary>What machines read of a report (RFC 6522), behind the text; then there are no files and no HTML.</summary>
    public MailReport? Report { get; init; }

    /// <summary>Files to send along.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>More files to send along, behind <see cref="Attachments"/>. Only <see cref="MailComposer.ComposeAsync"/> takes them.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];
}

/// <summary>A file to send along.</summary>
/// <param name="FileName">Its name; may hold any character but controls.</param>
/// <param name="MediaType">Type and subtype, without parameters.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MailAttachment(string FileName, string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>A file to send along whose bytes are read while the mail is written, so that their size costs no memory.</summary>
/// <param name="FileName">Its name; may hold any character but controls.</param>
/// <param name="MediaType">Type and subtype, without parameters.</param>
/// <param name="Open">Opens it at its begin; the writer disposes of the stream.</param>
public sealed record MailFile(string FileName, string MediaType, Func<CancellationToken, Task<Stream>> Open);

/// <summary>The part of a report that machines read (RFC 6522 §3).</summary>
/// <param name="Type">The report's type, such as <c>disposition-notification</c>; the part is <c>message/</c> with it.</param>
/// <param name="Fields">Its fields.</param>
public sealed record MailReport(string Type, IReadOnlyList<HeaderField> Fields);
