using Microsoft.EntityFrameworkCore;
using Portal.Core.Html;
using Portal.Core.Mailboxes;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Search;

/// <summary>
/// Searches a reader's mailboxes, all folders. There is no index that would tell what stands in messages: they are opened and looked through, for a limited time
/// each step, and the next step goes on where this one ended.
/// </summary>
public sealed class SearchMessages(IDbContextFactory<PortalContext> contexts, DeliveryKey keys, OpenMessage open, TimeProvider time)
{
    /// <summary>How many messages one step finds at most.</summary>
    public const int PageSize = 25;

    /// <summary>How much of a message's text is looked through, in UTF-16 units.</summary>
    public const int MaxText = 200_000;

    private const int Chunk = 500;
    private const int KeptAtOnce = 100;

    private static readonly Func<PortalContext, Guid, long, IAsyncEnumerable<SummaryLine>> Older = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, long before) => context.Deliveries
            .Where(d => d.MailboxId == mailbox && d.Position < before)
            .OrderByDescending(d => d.Position).Take(Chunk)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new SummaryLine(
                d.Id, d.Position, m.Id, d.SealedKey, m.Summary, d.ReceivedAt, d.Unread && d.Folder != Storage.Model.DeliveryFolder.Sent, m.Size, d.Folder,
                d.ThreadKey != null, d.LockedAt != null)));

    // A reader has one search at a time, however many he sends: the others' time is not his.
    private readonly ReaderLanes _lanes = new();

    // At least one message is looked at however short this is.
    internal TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>One step.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="words">What to look for.</param>
    /// <param name="from">Where to begin: the start, or where the step before ended.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>What was found, or null where too many searches of this reader wait already.</returns>
    public async Task<SearchPage?> FindAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, SearchWords words, SearchMark from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(from);
        if (mailboxes.Count == 0)
        {
            return new SearchPage([], null, null);
        }

        using var turn = await _lanes.EnterAsync(mailboxes[0].Id, cancellationToken);
        if (turn is null)
        {
            return null;
        }

        var seen = new List<SeenDelivery>();
        var page = await FindAsync(mailboxes, words, from, seen, cancellationToken);
        await keys.KeepAsync([.. seen.Take(KeptAtOnce)], cancellationToken);
        return page;
    }

    private async Task<SearchPage> FindAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, SearchWords words, SearchMark from, List<SeenDelivery> seen, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var (rows, seenTo) = (new List<MessageRow>(), default(DateTimeOffset?));
        for (var mark = from; ;)
        {
            var lines = await NextAsync(mailboxes, mark.Before, cancellationToken);
            foreach (var (line, mailbox) in lines)
            {
                var row = line.Open(keys, mailbox, seen);
                if (row.Summary is { } summary && await FitsAsync(words, summary, mark.InTexts ? line : null, mailbox, cancellationToken))
                {
                    rows.Add(row);
                }

                (mark, seenTo) = (mark with { Before = line.Position }, line.ReceivedAt);
                if (rows.Count == PageSize || time.GetElapsedTime(began) > Budget)
                {
                    return new SearchPage(rows, mark, seenTo);
                }
            }

            if (lines.Count == 0 && mark.InTexts)
            {
                return new SearchPage(rows, null, seenTo);
            }

            mark = lines.Count > 0 ? mark : new SearchMark(InTexts: true, long.MaxValue);
        }
    }

    // Positions fall in the order of arrival, whatever mailbox.
    private async Task<List<(SummaryLine Line, UnlockedMailbox Mailbox)>> NextAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, long before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = new List<(SummaryLine Line, UnlockedMailbox Mailbox)>(Chunk);
        foreach (var mailbox in mailboxes)
        {
            await foreach (var line in Older(context, mailbox.Id, before).WithCancellation(cancellationToken))
            {
                lines.Add((line, mailbox));
            }
        }

        lines.Sort((a, b) => b.Line.Position.CompareTo(a.Line.Position));
        return lines.Count > Chunk ? lines[..Chunk] : lines;
    }

    // Those that fit without their text were found before.
    private async Task<bool> FitsAsync(
        SearchWords words, MessageSummary summary, SummaryLine? text, UnlockedMailbox mailbox, CancellationToken cancellationToken)
    {
        string[] head = [summary.FromName, summary.FromAddress, summary.Recipients, SearchWords.Composed(summary.Subject)];
        var fits = words.AreIn(head);
        return text is null ? fits : !fits && words.AreIn([.. head, await TextAsync(text.Id, mailbox, cancellationToken)]);
    }

    // Empty where the message is damaged, deleted meanwhile, or opens only with a second factor that was not proved.
    private async Task<string> TextAsync(Guid id, UnlockedMailbox mailbox, CancellationToken cancellationToken)
    {
        try
        {
            using var message = await open.OpenAsync([mailbox], id, cancellationToken);
            return message is null ? "" : SearchWords.Composed(await TextAsync(message, cancellationToken));
        }
        catch (Exception error) when (error is SealingException or InvalidDataException or IOException)
        {
            return "";
        }
    }

    private static async Task<string> TextAsync(OpenedMessage message, CancellationToken cancellationToken)
    {
        await using var stored = message.OpenStored();
        var (texts, room) = (new List<string>(), MaxText);
        foreach (var part in BodySelection.Of(message.Outline).TextView)
        {
            var text = await PartContent.ReadTextAsync(stored, part, room, cancellationToken);
            texts.Add(part.Is("text/html") ? PlainText.FromHtml(text) : text);
            room -= text.Length;
            if (room <= 0)
            {
                break;
            }
        }

        return string.Join('\n', texts);
    }
}
