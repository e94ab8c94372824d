using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Export;

/// <summary>What came of writing mails down.</summary>
/// <param name="Written">How many were written.</param>
/// <param name="Damaged">The ids of those that were damaged and are left out.</param>
/// <param name="NeedSecondFactor">The ids of those that are left out because their sender wants a second factor that the reader has not proved.</param>
public sealed record ExportedMails(int Written, IReadOnlyList<Guid> Damaged, IReadOnlyList<Guid> NeedSecondFactor)
{
    /// <summary>Together with those of another mailbox.</summary>
    public ExportedMails With(ExportedMails more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return new ExportedMails(Written + more.Written, [.. Damaged, .. more.Damaged], [.. NeedSecondFactor, .. more.NeedSecondFactor]);
    }
}

/// <summary>Writes all mails of one mailbox into an mbox, the oldest first. Nothing is marked as read, and what is locked is left out.</summary>
public sealed class ExportMails(IDbContextFactory<PortalContext> contexts, OpenMessage open)
{
    private const int Batch = 200;

    /// <summary>Memory stays constant, however many and however large they are.</summary>
    /// <param name="mailbox">The reader's mailbox.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ExportedMails> WriteAsync(UnlockedMailbox mailbox, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        var writer = new MboxWriter(output);
        var (written, after) = (0, long.MinValue);
        var (damaged, guarded) = (new List<Guid>(), new List<Guid>());
        while (true)
        {
            var some = await NextAsync(mailbox.Id, after, cancellationToken);
            foreach (var (id, position, needsFactor) in some)
            {
                after = position;
                if (needsFactor && !mailbox.SecondFactor)
                {
                    guarded.Add(id);
                }
                else if (await WriteOneAsync(writer, mailbox, id, cancellationToken))
                {
                    written++;
                }
                else
                {
                    damaged.Add(id);
                }
            }

            if (some.Count < Batch)
            {
                return new ExportedMails(written, damaged, guarded);
            }
        }
    }

    private async Task<List<(Guid Id, long Position, bool NeedsFactor)>> NextAsync(Guid mailboxId, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Deliveries.Where(d => d.MailboxId == mailboxId && d.Position > after && d.LockedAt == null).OrderBy(d => d.Position).Take(Batch)
            .Select(d => new { d.Id, d.Position, NeedsFactor = context.Messages.Any(m => m.Id == d.MessageId && m.SecondFactor) })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.Position, row.NeedsFactor))];
    }

    // One damaged message must not keep all the others back. One whose bytes end in the middle breaks the download off: a cut mail would
    // pass for a whole one.
    private async Task<bool> WriteOneAsync(MboxWriter writer, UnlockedMailbox mailbox, Guid id, CancellationToken cancellationToken)
    {
        OpenedMessage? message = null;
        Stream? mail = null;
        try
        {
            message = await open.OpenAsync([mailbox], id, cancellationToken);
            mail = message?.OpenOriginal();
        }
        catch (Exception error) when (error is SealingException or InvalidDataException or IOException)
        {
            // It is named in the list of what is damaged.
        }

        using (message)
        {
            if (mail is null)
            {
                return false;
            }

            await using (mail)
            {
                await writer.WriteAsync(SenderOf(message!.Outline), message.ReceivedAt, mail, cancellationToken);
                return true;
            }
        }
    }

    private static string SenderOf(Outline outline) =>
        AddressList.Parse(outline.Header("From") ?? "") is [var first, ..] ? first.Address : "";
}
