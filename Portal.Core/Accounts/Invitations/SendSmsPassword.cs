using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Invitations;

/// <summary>
/// Sends an initial password by SMS to a person who asks for it behind the link of a notice, to the number that came with the mail and to no other. Each
/// time it is another one, good for a few minutes.
/// </summary>
public sealed class SendSmsPassword(
    IDbContextFactory<PortalContext> contexts, FindNotice notices, InitialPasswords passwords, QueueSms sms, RenewInvitation renew, VaultKey vault,
    TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Makes one and queues the SMS, both or none.</summary>
    /// <param name="token">The token of the notice's link.</param>
    /// <param name="address">The network address of the browser, which is counted.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<SmsPasswordOutcome> SendAsync(string? token, IPAddress? address, CancellationToken cancellationToken)
    {
        if (await notices.FindAsync(token, cancellationToken) is not { Registered: false } notice)
        {
            return new SmsPasswordOutcome.NotToBeSent();
        }

        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.InitialPasswords.SingleOrDefaultAsync(
            p => p.MailboxId == notice.MailboxId && p.Channel == InitialPasswordChannel.SmsAtOpening
                && p.UsedAt == null && p.EndedAt == null && p.ExpiresAt > now,
            cancellationToken) is not { } row)
        {
            return new SmsPasswordOutcome.NotToBeSent();
        }

        if (Open(notice, row) is not { } call)
        {
            return await ToSenderAsync(notice.MailboxId, SmsRefusal.BadNumber, cancellationToken);
        }

        return await SendAsync(context, row, call, address, cancellationToken) switch
        {
            QueueSmsOutcome.Queued => new SmsPasswordOutcome.Sent(),
            QueueSmsOutcome.LimitReached limit => new SmsPasswordOutcome.TooMany(limit.Until),
            QueueSmsOutcome.NotAllowedCountry => await ToSenderAsync(notice.MailboxId, SmsRefusal.NotAllowedCountry, cancellationToken),
            QueueSmsOutcome.NoProvider => await ToSenderAsync(notice.MailboxId, SmsRefusal.NoProvider, cancellationToken),
            _ => new SmsPasswordOutcome.NotToBeSent(),
        };
    }

    private InvitationCall? Open(NoticeTarget notice, InitialPassword row)
    {
        try
        {
            return new InvitationCall
            {
                Tenant = notice.Tenant,
                MailboxId = row.MailboxId,
                Address = notice.Address,
                Sender = SenderBox.Open(vault, row.Sender, row.MailboxId) ?? throw new SealingException(SealingFailure.Malformed),
                Channel = row.Channel,
                Number = MobileBox.Open(vault, row.Mobile, row.MailboxId),
            };
        }
        catch (SealingException)
        {
            return null;
        }
    }

    // Null where another mail, another request or a registration was faster.
    private async Task<QueueSmsOutcome?> SendAsync(
        PortalContext context, InitialPassword row, InvitationCall call, IPAddress? address, CancellationToken cancellationToken)
    {
        var text = InitialPasswords.CreateShort();
        var (before, hash, tenant) = (row.Hash, passwords.Hash(text, row.MailboxId), tenants[call.Tenant]);
        var until = time.GetUtcNow() + tenant.InitialPasswordSmsOpeningLifetime;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var outcome = await sms.AddAsync(context, InitialPasswordSms.Request(tenant, call, text, until, address), cancellationToken);
        if (outcome is not QueueSmsOutcome.Queued)
        {
            return outcome;
        }

        if (await context.InitialPasswords
            .Where(p => p.MailboxId == row.MailboxId && p.UsedAt == null && p.Channel == InitialPasswordChannel.SmsAtOpening && p.Hash == before)
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.Hash, hash).SetProperty(p => p.GoodUntil, until).SetProperty(p => p.TriesLeft, tenant.InitialPasswordTries),
                cancellationToken) == 0)
        {
            return null;
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        sms.Wake();
        return outcome;
    }

    private async Task<SmsPasswordOutcome> ToSenderAsync(Guid mailboxId, SmsRefusal why, CancellationToken cancellationToken) =>
        await renew.InsteadOfSmsAsync(mailboxId, why, cancellationToken) ? new SmsPasswordOutcome.SentToSender() : new SmsPasswordOutcome.NotToBeSent();
}
