using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Invitations;

/// <summary>Makes invitations, whichever way their initial passwords take. Seals to the vault and opens nothing: ingest makes them too.</summary>
public sealed class MakeInvitation(
    InitialPasswords passwords, OutboxSealer outbox, VaultPublicKey vault, TenantCatalog tenants, TimeProvider time)
{
    internal PreparedInvitation Make(InvitationCall call) => call.Channel switch
    {
        InitialPasswordChannel.SmsAtSending => BySms(call),
        InitialPasswordChannel.SmsAtOpening => new PreparedInvitation(Row(call, InitialPasswords.Create(), tenants[call.Tenant].InitialPasswordLifetime)),
        InitialPasswordChannel.None => new PreparedInvitation(Row(call, InitialPasswords.Create(), tenants[call.Tenant].InitialPasswordLifetime)),
        _ => BySender(call),
    };

    /// <summary>A link by which that sender, and nobody else, sees what became of the mail and is sent another initial password for that mailbox.</summary>
    internal (string Token, SenderLink Link) Link(string tenant, Guid mailboxId, Guid? messageId, InvitationSender sender)
    {
        var token = NoticeToken.Create();
        return (token.Text, new SenderLink
        {
            TokenHash = token.Hash,
            MailboxId = mailboxId,
            MessageId = messageId,
            Sender = SenderBox.Seal(vault, sender, mailboxId),
            ExpiresAt = time.GetUtcNow() + tenants[tenant].SenderLinkLifetime,
        });
    }

    private PreparedInvitation BySender(InvitationCall call)
    {
        var text = InitialPasswords.Create();
        var row = Row(call, text, tenants[call.Tenant].InitialPasswordLifetime);
        var (token, link) = Link(call.Tenant, call.MailboxId, call.MessageId, call.Sender);
        var mail = outbox.Seal(
            new InitialPasswordPayload
            {
                MailboxId = call.MailboxId,
                To = call.Sender.Address,
                SenderName = call.Sender.Name,
                RecipientAddress = call.Address,
                InitialPassword = text,
                Until = row.ExpiresAt,
                SenderToken = token,
                SmsRefusal = call.Refusal,
                Language = call.Sender.Language,
            },
            call.Tenant);
        return new PreparedInvitation(row) { Mail = mail, Link = link };
    }

    private PreparedInvitation BySms(InvitationCall call)
    {
        var text = InitialPasswords.CreateShort();
        var row = Row(call, text, tenants[call.Tenant].InitialPasswordSmsLifetime);
        return new PreparedInvitation(row)
        {
            Sms = InitialPasswordSms.Request(tenants[call.Tenant], call, text, row.ExpiresAt),
            Otherwise = why => BySender(call with { Channel = InitialPasswordChannel.Sender, Number = null, Refusal = why }),
        };
    }

    // Where no password is sent yet, the row has the hash of one that nobody knows.
    private InitialPassword Row(InvitationCall call, string text, TimeSpan lifetime)
    {
        var (now, options) = (time.GetUtcNow(), tenants[call.Tenant]);
        return new InitialPassword
        {
            MailboxId = call.MailboxId,
            MessageId = call.MessageId,
            Channel = call.Channel,
            Hash = passwords.Hash(text, call.MailboxId),
            ExpiresAt = now + lifetime,
            TriesLeft = options.InitialPasswordTries,
            Sender = SenderBox.Seal(vault, call.Sender, call.MailboxId),
            Mobile = call.Channel == InitialPasswordChannel.SmsAtOpening ? MobileBox.Seal(vault, call.Number!, call.MailboxId) : [],
            RemindAt = options.InvitationReminder > TimeSpan.Zero && options.InvitationReminder < lifetime ? now + options.InvitationReminder : null,
        };
    }
}
