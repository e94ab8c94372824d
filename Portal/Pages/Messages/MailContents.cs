using Portal.Core.Messages;
using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>What the message page shows below its head, read out of the stored bytes. Nothing is read twice, and of large parts
/// only what is shown.</summary>
internal sealed class MailContents(OpenedMessage message, BodySelection selection) : IAsyncDisposable
{
    private const int MaxUnpacked = 5; // winmail.dat files: mails have one
    private const int MaxCalendars = 5;
    private const int MaxElsewhere = 20;

    private readonly List<BodySection> _body = [];
    private readonly List<FileRow> _files = [];
    private readonly List<CalendarInvitation> _calendars = [];
    private readonly List<Elsewhere> _elsewhere = [];
    private readonly MessageRemarks _remarks = new(message.Outline);
    private Stream? _stored;
    private int _unpacked;

    public IReadOnlyList<BodySection> Body => _body;

    /// <summary>Attachments, and the files that were found inside of parts.</summary>
    public IReadOnlyList<FileRow> Files => _files;

    public IReadOnlyList<CalendarInvitation> Calendars => _calendars;

    /// <summary>Pieces of messages, and attachments that lie elsewhere.</summary>
    public IReadOnlyList<Elsewhere> Elsewhere => _elsewhere;

    /// <summary>What cannot be seen here.</summary>
    public IReadOnlyList<string> Remarks => _remarks.Names;

    public async Task ReadAsync(bool asText, CancellationToken cancellationToken)
    {
        var sections = new BodySections(selection, asText, () => Stored, _remarks);
        _body.AddRange(await sections.ReadAsync(cancellationToken));
        foreach (var attachment in selection.Attachments)
        {
            await ReadAsync(attachment, cancellationToken);
        }

        _files.AddRange(sections.Files.Select(FileRow.Of));
    }

    public ValueTask DisposeAsync() => _stored?.DisposeAsync() ?? ValueTask.CompletedTask;

    // A mail of HTML without attachments costs no read at all.
    private Stream Stored => _stored ??= message.OpenStored();

    private async Task ReadAsync(Attachment attachment, CancellationToken cancellationToken)
    {
        var part = attachment.Part;
        if (TnefContent.Is(part) && _unpacked++ < MaxUnpacked && await UnpackAsync(part, cancellationToken))
        {
            return;
        }

        _files.Add(FileRow.Of(attachment));
        if (CalendarInvitation.Is(part) && _calendars.Count < MaxCalendars
            && await CalendarInvitation.ReadAsync(Stored, part, cancellationToken) is { } calendar)
        {
            _calendars.Add(calendar);
        }
        else if (Core.Mime.Elsewhere.Is(part) && _elsewhere.Count < MaxElsewhere)
        {
            _elsewhere.Add(await Core.Mime.Elsewhere.ReadAsync(Stored, part, cancellationToken));
        }
    }

    // True if what is in it stands for it: its files, or its text where the mail has no other.
    private async Task<bool> UnpackAsync(OutlinePart part, CancellationToken cancellationToken)
    {
        var content = await TnefContent.ReadAsync(Stored, part, cancellationToken);
        _remarks.AddIf(content is null or { BodyIsDamaged: true }, MessageRemark.NotUnpacked);
        if (content is null)
        {
            return false;
        }

        // Some senders put an empty text beside it.
        var isBody = content.Body is not null && _body.TrueForAll(section => section.IsBlank);
        if (isBody)
        {
            _body.Add(BodySection.OfText(part.Number, content.Body!, content.BodyIsHtml));
        }

        _files.AddRange(content.Files.Select(FileRow.Of));
        _remarks.AddIf(content.TooMany, MessageRemark.TooManyFiles);
        return !content.BodyIsDamaged && (isBody || content.Files.Count > 0);
    }
}
