using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Adds initial passwords to a transaction. A mailbox has one; it is made anew only when the old one can no longer be used.</summary>
internal static class WriteInvitations
{
    /// <summary>Writes the passwords that are due, each with the mail that brings it to the sender.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="invitations">Those of new deliveries.</param>
    /// <param name="now">The present time.</param>
    public static async Task AddAsync(PortalContext context, IReadOnlyList<PreparedInvitation> invitations, DateTimeOffset now)
    {
        if (invitations.Count == 0)
        {
            return;
        }

        context.ChangeTracker.Clear();
        var mailboxes = invitations.Select(i => i.Password.MailboxId).Distinct().ToList();
        var existing = await context.InitialPasswords.AsTracking()
            .Where(p => mailboxes.Contains(p.MailboxId)).ToDictionaryAsync(p => p.MailboxId);
        foreach (var invitation in invitations)
        {
            Add(context, existing, invitation, now);
        }

        await context.SaveChangesAsync();
    }

    private static void Add(
        PortalContext context, Dictionary<Guid, InitialPassword> existing, PreparedInvitation invitation, DateTimeOffset now)
    {
        var password = invitation.Password;
        if (!existing.TryGetValue(password.MailboxId, out var old))
        {
            existing[password.MailboxId] = password;
            context.AddRange(password, invitation.Mail);
        }
        else if (old.UsedAt is null && (old.TriesLeft <= 0 || old.ExpiresAt <= now))
        {
            if (old.EndedAt is not null)
            {
                context.Add(AccountEvents.Again(password.MailboxId, now));
            }

            (old.Hash, old.ExpiresAt, old.TriesLeft) = (password.Hash, password.ExpiresAt, password.TriesLeft);
            (old.Sender, old.RemindAt, old.EndedAt) = (password.Sender, password.RemindAt, null);
            context.Add(invitation.Mail);
        }
    }
}
