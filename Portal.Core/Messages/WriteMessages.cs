using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Adds prepared messages to a transaction, leaving out what an earlier one has brought already.</summary>
internal static class WriteMessages
{
    /// <returns>The messages of which anything was new.</returns>
    public static async Task<IReadOnlySet<PreparedMessage>> AddAsync(
        PortalContext context, IReadOnlyList<PreparedMessage> messages, DateTimeOffset now)
    {
        var deliveries = messages.SelectMany(m => m.Deliveries).Select(d => d.Delivery).ToList();
        var known = await KnownAsync(context, deliveries);
        var invitations = await InvitationsAsync(context, messages, now);
        var written = new HashSet<PreparedMessage>(ReferenceEqualityComparer.Instance);
        foreach (var message in messages)
        {
            foreach (var prepared in message.Deliveries.Where(d => known.Add(KeyOf(d.Delivery))))
            {
                if (written.Add(message))
                {
                    context.Add(message.Message);
                }

                context.AddRange(prepared.Delivery, prepared.Notice, prepared.NoticeMail);
                invitations.Add(prepared.Invitation);
            }
        }

        return written;
    }

    private static async Task<HashSet<(Guid, string)>> KnownAsync(PortalContext context, List<Delivery> deliveries)
    {
        var mailboxes = deliveries.Select(d => d.MailboxId).Distinct().ToList();
        var digests = deliveries.Select(d => d.ContentDigest).ToList();
        var known = await context.Deliveries
            .Where(d => mailboxes.Contains(d.MailboxId) && digests.Contains(d.ContentDigest))
            .Select(d => new { d.MailboxId, d.ContentDigest }).ToListAsync();
        return [.. known.Select(k => (k.MailboxId, Convert.ToHexString(k.ContentDigest)))];
    }

    private static (Guid, string) KeyOf(Delivery delivery) => (delivery.MailboxId, Convert.ToHexString(delivery.ContentDigest));

    private static async Task<Invitations> InvitationsAsync(
        PortalContext context, IReadOnlyList<PreparedMessage> messages, DateTimeOffset now)
    {
        var mailboxes = messages.SelectMany(m => m.Deliveries).Where(d => d.Invitation is not null)
            .Select(d => d.Delivery.MailboxId).Distinct().ToList();
        var existing = mailboxes.Count == 0 ? [] : await context.InitialPasswords.AsTracking()
            .Where(p => mailboxes.Contains(p.MailboxId)).ToDictionaryAsync(p => p.MailboxId);
        return new Invitations(context, existing, now);
    }

    // A mailbox has one initial password. It is made anew only when the old one can no longer be used.
    private sealed class Invitations(PortalContext context, Dictionary<Guid, InitialPassword> existing, DateTimeOffset now)
    {
        public void Add(PreparedInvitation? invitation)
        {
            if (invitation is null)
            {
                return;
            }

            var password = invitation.Password;
            if (!existing.TryGetValue(password.MailboxId, out var old))
            {
                existing[password.MailboxId] = password;
                context.Add(password);
                context.Add(invitation.Mail);
            }
            else if (old.UsedAt is null && (old.TriesLeft <= 0 || old.ExpiresAt <= now))
            {
                (old.Hash, old.ExpiresAt, old.TriesLeft) = (password.Hash, password.ExpiresAt, password.TriesLeft);
                context.Add(invitation.Mail);
            }
        }
    }
}
