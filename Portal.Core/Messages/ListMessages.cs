using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Lists the messages of a folder of a reader's mailboxes, newest first. A page costs the same wherever in the mailbox it lies.</summary>
public sealed class ListMessages(IDbContextFactory<PortalContext> contexts, DeliveryKey keys)
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 25;

    /// <summary>Unread mails are counted up to this many.</summary>
    public const int UnreadLimit = 100;

    private static readonly Func<PortalContext, Guid, DeliveryFolder, long, IAsyncEnumerable<Line>> Older = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, DeliveryFolder folder, long before) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Folder == folder && d.Position < before)
            .OrderByDescending(d => d.Position).Take(PageSize + 1)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new Line(
                d.Id, d.Position, m.Id, d.SealedKey, m.Summary, d.ReceivedAt, d.Unread && d.Folder != DeliveryFolder.Sent, m.Size, d.Folder)));

    private static readonly Func<PortalContext, Guid, DeliveryFolder, long, IAsyncEnumerable<Line>> Newer = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, DeliveryFolder folder, long after) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Folder == folder && d.Position > after)
            .OrderBy(d => d.Position).Take(PageSize + 1)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new Line(
                d.Id, d.Position, m.Id, d.SealedKey, m.Summary, d.ReceivedAt, d.Unread && d.Folder != DeliveryFolder.Sent, m.Size, d.Folder)));

    private static readonly Func<PortalContext, Guid, Task<int>> Unread = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Folder == DeliveryFolder.Inbox && d.Unread).Take(UnreadLimit).Count());

    /// <summary>One page.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="folder">Which folder.</param>
    /// <param name="newer">A page's <see cref="MessagePage.Newer"/>, or null.</param>
    /// <param name="older">A page's <see cref="MessagePage.Older"/>, or null. What is no such mark gives the first page.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<MessagePage> PageAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, DeliveryFolder folder, string? newer, string? older, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var forward = Mark(newer);
        var lines = new List<(Line Line, UnlockedMailbox Mailbox)>();
        var unread = 0;
        foreach (var mailbox in mailboxes)
        {
            var found = forward is { } after
                ? Newer(context, mailbox.Id, folder, after)
                : Older(context, mailbox.Id, folder, Mark(older) ?? long.MaxValue);
            await foreach (var line in found.WithCancellation(cancellationToken))
            {
                lines.Add((line, mailbox));
            }

            unread += await Unread(context, mailbox.Id);
        }

        lines.Sort((a, b) => forward is null
            ? b.Line.Position.CompareTo(a.Line.Position)
            : a.Line.Position.CompareTo(b.Line.Position));
        var more = lines.Count > PageSize;
        var shown = lines.Take(PageSize).ToList();
        if (forward is not null)
        {
            shown.Reverse();
        }

        return new MessagePage(
            await OpenAsync(shown, cancellationToken),
            (forward is null ? Mark(older) is not null : more) && shown.Count > 0 ? Mark(shown[0].Line) : null,
            (forward is null ? more : true) && shown.Count > 0 ? Mark(shown[^1].Line) : null,
            Math.Min(unread, UnreadLimit));
    }

    private async Task<IReadOnlyList<MessageRow>> OpenAsync(
        List<(Line Line, UnlockedMailbox Mailbox)> lines, CancellationToken cancellationToken)
    {
        var rows = new List<MessageRow>(lines.Count);
        var copies = new List<(Guid, byte[])>();
        foreach (var (line, mailbox) in lines)
        {
            rows.Add(new MessageRow(line.Id, Summary(line, mailbox, copies), line.ReceivedAt, line.Unread, line.Size, line.Folder));
        }

        await keys.ReplaceAsync(copies, cancellationToken);
        return rows;
    }

    // One damaged message must not hide all the others.
    private MessageSummary? Summary(Line line, UnlockedMailbox mailbox, List<(Guid, byte[])> copies)
    {
        try
        {
            using var key = keys.Open(line.SealedKey, mailbox, line.MessageId, out var replacement);
            var summary = SealedBytes.Open(line.Summary, key, new SealingContext(SealedKind.Summary, line.MessageId));
            if (replacement is not null)
            {
                copies.Add((line.Id, replacement));
            }

            return MessageSummary.FromBytes(summary);
        }
        catch (Exception error) when (error is SealingException or InvalidDataException)
        {
            keys.LogDamaged(line.MessageId, error.GetType().Name);
            return null;
        }
    }

    private static string Mark(Line line) => line.Position.ToString("x", CultureInfo.InvariantCulture);

    private static long? Mark(string? text) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : null;

    private sealed record Line(
        Guid Id, long Position, Guid MessageId, byte[] SealedKey, byte[] Summary, DateTimeOffset ReceivedAt, bool Unread, long Size,
        DeliveryFolder Folder);
}
