using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Deletes mailboxes with all that lies in them alone, in the caller's transaction.</summary>
internal static class DeleteMailboxes
{
    /// <summary>Whether a message lies there that an operator holds: then they stay, since without their keys nobody could open it.</summary>
    public static Task<bool> HoldAsync(PortalContext context, IQueryable<Mailbox> mailboxes, CancellationToken cancellationToken) => context.Deliveries.AnyAsync(
        d => mailboxes.Any(m => m.Id == d.MailboxId) && context.Messages.Any(m => m.Id == d.MessageId && m.HeldAt != null), cancellationToken);

    /// <summary>Key slots, deliveries, drafts, links and invitations go with the mailbox, and so do notices that wait for its daily mail.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="remember">Keeps what recognises their mails when they are handed in again.</param>
    /// <param name="evidence">The chains of what lies in them.</param>
    /// <param name="mailboxes">Which.</param>
    /// <param name="with">What goes, a short name for the chains.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The messages that are nobody's any more, and the files of drafts: their blobs are the caller's to delete after the commit.</returns>
    public static async Task<List<Guid>> RunAsync(
        PortalContext context, RememberDeleted remember, AppendEvidence evidence, IQueryable<Mailbox> mailboxes, string with, CancellationToken cancellationToken)
    {
        var messages = await context.Deliveries.Where(d => mailboxes.Any(m => m.Id == d.MailboxId))
            .Where(d => !context.Deliveries.Any(other => other.MessageId == d.MessageId && !mailboxes.Any(m => m.Id == other.MailboxId)))
            .Select(d => d.MessageId).Distinct().ToListAsync(cancellationToken);
        var files = await context.DraftFiles.Where(f => context.Drafts.Any(d => d.Id == f.DraftId && mailboxes.Any(m => m.Id == d.MailboxId)))
            .Select(f => f.Id).ToListAsync(cancellationToken);
        await WriteDeleted.RunAsync(context, evidence, context.Deliveries.Where(d => mailboxes.Any(m => m.Id == d.MailboxId)), with, cancellationToken);
        await remember.RunAsync(context, mailboxes, cancellationToken);
        await context.Outbox.Where(o => o.MailboxId != null && mailboxes.Any(m => m.Id == o.MailboxId)).ExecuteDeleteAsync(cancellationToken);
        await mailboxes.ExecuteDeleteAsync(cancellationToken);
        await context.Messages.Where(m => messages.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        return [.. messages, .. files];
    }
}
