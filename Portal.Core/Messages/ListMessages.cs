using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
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

    private static readonly Func<PortalContext, Guid, DeliveryFolder, long, IAsyncEnumerable<SummaryLine>> Older = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, DeliveryFolder folder, long before) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Folder == folder && d.Position < before)
            .OrderByDescending(d => d.Position).Take(PageSize + 1)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new SummaryLine(
                d.Id, d.Position, m.Id, d.SealedKey, m.Summary, d.ReceivedAt, d.Unread && d.Folder != DeliveryFolder.Sent, m.Size, d.Folder, d.ThreadKey != null,
                d.LockedAt != null)));

    private static readonly Func<PortalContext, Guid, DeliveryFolder, long, IAsyncEnumerable<SummaryLine>> Newer = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, DeliveryFolder folder, long after) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Folder == folder && d.Position > after)
            .OrderBy(d => d.Position).Take(PageSize + 1)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new SummaryLine(
                d.Id, d.Position, m.Id, d.SealedKey, m.Summary, d.ReceivedAt, d.Unread && d.Folder != DeliveryFolder.Sent, m.Size, d.Folder, d.ThreadKey != null,
                d.LockedAt != null)));

    private static readonly Func<PortalContext, Guid, Task<int>> Unread = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Folder == DeliveryFolder.Inbox && d.Unread && d.LockedAt == null).Take(UnreadLimit).Count());

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
        var lines = new List<(SummaryLine Line, UnlockedMailbox Mailbox)>();
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

    /// <summary>Some messages by their ids, newest first; another's are left out.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="ids">The deliveries.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<MessageRow>> OfAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = new List<(SummaryLine Line, UnlockedMailbox Mailbox)>();
        foreach (var mailbox in mailboxes)
        {
            var found = await SummaryLine.Of(context, context.Deliveries.Where(d => d.MailboxId == mailbox.Id && ids.Contains(d.Id)))
                .ToListAsync(cancellationToken);
            lines.AddRange(found.Select(line => (line, mailbox)));
        }

        lines.Sort((a, b) => b.Line.Position.CompareTo(a.Line.Position));
        return await OpenAsync(lines, cancellationToken);
    }

    private async Task<IReadOnlyList<MessageRow>> OpenAsync(
        List<(SummaryLine Line, UnlockedMailbox Mailbox)> lines, CancellationToken cancellationToken)
    {
        var seen = new List<SeenDelivery>();
        var rows = lines.Select(line => line.Line.Open(keys, line.Mailbox, seen)).ToList();
        await keys.KeepAsync(seen, cancellationToken);
        return rows;
    }

    private static string Mark(SummaryLine line) => line.Position.ToString("x", CultureInfo.InvariantCulture);

    private static long? Mark(string? text) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : null;
}
