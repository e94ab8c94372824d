using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.States;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Adds invitations to a transaction. A mailbox has one; it is made anew when its initial password can no longer be used, or when the new one
/// asks for an initial password and the old one for none.
/// </summary>
internal static class WriteInvitations
{
    /// <summary>Writes those that are due, each with the mail or SMS that brings its initial password.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="invitations">Those of new deliveries.</param>
    /// <param name="sms">Where SMS are asked for.</param>
    /// <param name="now">The present time.</param>
    /// <returns>Whether an SMS is among them: its worker is to be woken after the commit.</returns>
    public static async Task<bool> AddAsync(PortalContext context, IReadOnlyList<PreparedInvitation> invitations, QueueSms sms, DateTimeOffset now)
    {
        if (invitations.Count == 0)
        {
            return false;
        }

        context.ChangeTracker.Clear();
        var mailboxes = invitations.Select(i => i.Password.MailboxId).Distinct().ToList();
        var existing = await context.InitialPasswords.AsTracking()
            .Where(p => mailboxes.Contains(p.MailboxId)).ToDictionaryAsync(p => p.MailboxId);
        var sent = false;
        foreach (var invitation in invitations)
        {
            var old = existing.GetValueOrDefault(invitation.Password.MailboxId);
            if (IsDue(old, invitation.Password, now))
            {
                var way = await WayAsync(context, invitation, sms);
                existing[way.Password.MailboxId] = Write(context, old, way, now);
                sent |= way.Sms is not null;
            }
        }

        await context.SaveChangesAsync();
        return sent;
    }

    // One that asks for nothing but the notice's link never takes the place of one that asked for more.
    private static bool IsDue(InitialPassword? old, InitialPassword password, DateTimeOffset now) =>
        old is null || (old.UsedAt is null && (old.Channel, password.Channel) switch
        {
            (InitialPasswordChannel.None, not InitialPasswordChannel.None) => true,
            (not InitialPasswordChannel.None, InitialPasswordChannel.None) => false,
            _ => old.TriesLeft <= 0 || old.ExpiresAt <= now,
        });

    private static async Task<PreparedInvitation> WayAsync(PortalContext context, PreparedInvitation invitation, QueueSms sms)
    {
        if (invitation.Sms is null)
        {
            return invitation;
        }

        // Not to be given up half way: the transaction is shared with other mails.
        var outcome = await sms.AddAsync(context, invitation.Sms, CancellationToken.None);
        return outcome is QueueSmsOutcome.Queued ? invitation : invitation.Otherwise!(ChooseChannel.Refusal(outcome));
    }

    private static InitialPassword Write(PortalContext context, InitialPassword? old, PreparedInvitation invitation, DateTimeOffset now)
    {
        context.AddRange(new object?[] { invitation.Mail, invitation.Link }.OfType<object>());
        if (old is null)
        {
            context.Add(invitation.Password);
            return invitation.Password;
        }

        if (old.EndedAt is not null)
        {
            context.Add(AccountEvents.Again(old.MailboxId, now));
        }

        old.Replace(invitation.Password);
        return old;
    }
}
