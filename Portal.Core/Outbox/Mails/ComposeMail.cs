using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>Makes the mail of an outbox entry, at the moment it leaves.</summary>
internal sealed class ComposeMail(TenantCatalog tenants, IOptions<PortalOptions> options, BlobFolder blobs, BounceAddresses? bounces = null)
{
    private readonly PortalAddress _portal = new(options.Value.PublicUrl);
    private readonly ReplyMail _replies = new(blobs);
    private readonly CertificateMail _certificates = new(blobs);

    /// <param name="entry">The entry; of it come the Message-ID and the date, so that each attempt makes the same mail.</param>
    /// <param name="payload">What was in its box.</param>
    /// <param name="recipient">What is known of the person it goes to, or null.</param>
    /// <exception cref="JsonException">The payload is not one.</exception>
    /// <exception cref="FormatException">Something in it must not stand where it would.</exception>
    public OutgoingMail Compose(OutboxEntry entry, ReadOnlySpan<byte> payload, KnownRecipient? recipient = null)
    {
        var tenant = tenants[entry.Tenant];
        return entry.Kind switch
        {
            OutboxKind.Notice => Notice(entry, tenant, Read(payload, OutboxJson.Default.NoticePayload), recipient),
            OutboxKind.InitialPassword => InitialPassword(entry, tenant, Read(payload, OutboxJson.Default.InitialPasswordPayload)),
            OutboxKind.SignIn => SignIn(entry, tenant, Read(payload, OutboxJson.Default.SignInPayload), recipient),
            OutboxKind.InvitationEnded => InvitationEnded(entry, tenant, Read(payload, OutboxJson.Default.InvitationEndedPayload)),
            OutboxKind.MailCode => MailCode(entry, tenant, Read(payload, OutboxJson.Default.MailCodePayload), recipient),
            OutboxKind.PasswordReset => Reset(entry, tenant, Read(payload, OutboxJson.Default.PasswordResetPayload), recipient),
            OutboxKind.RegisterInstead => Register(entry, tenant, Read(payload, OutboxJson.Default.RegisterInsteadPayload)),
            OutboxKind.PasswordChanged => Changed(entry, tenant, Read(payload, OutboxJson.Default.PasswordChangedPayload), recipient),
            OutboxKind.Digest => Digest(entry, tenant, Read(payload, OutboxJson.Default.DigestPayload), recipient),
            OutboxKind.AddressCode or OutboxKind.AddressTaken => Address(entry, tenant, Read(payload, OutboxJson.Default.AddressPayload)),
            OutboxKind.AccountDeleted => AccountDeleted(entry, tenant, Read(payload, OutboxJson.Default.AccountDeletedPayload)),
            OutboxKind.Factor => Factor(entry, tenant, Read(payload, OutboxJson.Default.FactorPayload), recipient),
            OutboxKind.Reply => Returning(entry, _replies.Of(entry, tenant, Read(payload, OutboxJson.Default.ReplyPayload))),
            OutboxKind.Receipt => _replies.Of(entry, tenant, Read(payload, OutboxJson.Default.ReplyPayload)),
            OutboxKind.SentConfirmation => Confirmation(entry, tenant, Read(payload, OutboxJson.Default.SentConfirmationPayload)),
            OutboxKind.CertificateMail => Returning(entry, _certificates.Of(entry, tenant, Read(payload, OutboxJson.Default.CertificateMailPayload))),
            OutboxKind.CertificateChallenge => _certificates.Of(entry, tenant, Read(payload, OutboxJson.Default.CertificateMailPayload)),
            OutboxKind.NoticeFailed => NoticeFailed(entry, tenant, Read(payload, OutboxJson.Default.NoticeFailedPayload)),
            OutboxKind.ReplyFailed => ReplyFailed(entry, tenant, Read(payload, OutboxJson.Default.ReplyFailedPayload)),
            OutboxKind.UnreadTold => UnreadTold(entry, tenant, Read(payload, OutboxJson.Default.UnreadToldPayload)),
            OutboxKind.NotForMe or OutboxKind.NotForMeAlert => NotForMe(entry, tenant, Read(payload, OutboxJson.Default.NotForMePayload)),
            OutboxKind.ExpiryWarning => ExpiryWarning(entry, tenant, Read(payload, OutboxJson.Default.ExpiryWarningPayload), recipient),
            OutboxKind.Expired => Expired(entry, tenant, Read(payload, OutboxJson.Default.ExpiredPayload)),
            _ => throw new FormatException("An outbox entry of a kind that this version does not know."),
        };
    }

    private OutgoingMail Notice(OutboxEntry entry, TenantOptions tenant, NoticePayload notice, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(notice.Language, tenant.Language, recipient?.Zone);
        var subject = texts[notice.Reminder ? "ReminderSubject" : "NoticeSubject", tenant.DisplayName];
        var mail = AssembleMail.Of(entry, tenant, notice.To, subject, texts, [.. NoticeMail.Blocks(notice, texts, tenant, _portal, recipient?.Phrase)]);
        return entry.DeliveryId is { } delivery && bounces?.For(entry.Tenant, delivery) is { } from ? mail with { From = from } : mail;
    }

    private OutgoingMail Returning(OutboxEntry entry, OutgoingMail mail) =>
        bounces?.ForEntry(entry.Tenant, entry.Id) is { } from ? mail with { From = from } : mail;

    private OutgoingMail InitialPassword(OutboxEntry entry, TenantOptions tenant, InitialPasswordPayload payload)
    {
        var texts = MailTexts.In(payload.Language, tenant.Language);
        var subject = texts["PasswordSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, payload.To, subject, texts, [.. InitialPasswordMail.Blocks(payload, texts, tenant, _portal)]);
    }

    private static OutgoingMail SignIn(OutboxEntry entry, TenantOptions tenant, SignInPayload signIn, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(signIn.Language, tenant.Language, recipient?.Zone);
        var subject = texts["SignInSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, signIn.To, subject, texts, [.. SignInMail.Blocks(signIn, texts, tenant, recipient?.Phrase)]);
    }

    private OutgoingMail InvitationEnded(OutboxEntry entry, TenantOptions tenant, InvitationEndedPayload ended)
    {
        var texts = MailTexts.In(ended.Language, tenant.Language);
        var subject = texts["EndedSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, ended.To, subject, texts, [.. InvitationEndedMail.Blocks(ended, texts, tenant, _portal)]);
    }

    private static OutgoingMail MailCode(OutboxEntry entry, TenantOptions tenant, MailCodePayload code, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(code.Language, tenant.Language, recipient?.Zone);
        return AssembleMail.Of(entry, tenant, code.To, texts["CodeSubject", tenant.DisplayName], texts, [.. MailCodeMail.Blocks(code, texts, tenant)]);
    }

    private OutgoingMail Reset(OutboxEntry entry, TenantOptions tenant, PasswordResetPayload reset, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(reset.Language, tenant.Language, recipient?.Zone);
        return AssembleMail.Of(
            entry, tenant, reset.To, texts["ResetSubject", tenant.DisplayName], texts, [.. PasswordMails.Reset(reset, texts, tenant, _portal)]);
    }

    private static OutgoingMail Register(OutboxEntry entry, TenantOptions tenant, RegisterInsteadPayload register)
    {
        var texts = MailTexts.In(register.Language, tenant.Language);
        return AssembleMail.Of(
            entry, tenant, register.To, texts["RegisterSubject", tenant.DisplayName], texts, [.. PasswordMails.Register(texts, tenant)]);
    }

    private static OutgoingMail Changed(OutboxEntry entry, TenantOptions tenant, PasswordChangedPayload changed, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(changed.Language, tenant.Language, recipient?.Zone);
        return AssembleMail.Of(
            entry, tenant, changed.To, texts["ChangedSubject", tenant.DisplayName], texts, [.. PasswordMails.Changed(changed, texts, tenant)]);
    }

    private OutgoingMail Digest(OutboxEntry entry, TenantOptions tenant, DigestPayload digest, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(digest.Language, tenant.Language, recipient?.Zone);
        var subject = texts[digest.Messages == 1 ? "NoticeSubject" : "DigestSubject", tenant.DisplayName, digest.Messages];
        return AssembleMail.Of(entry, tenant, digest.To, subject, texts, [.. DigestMail.Blocks(digest, texts, tenant, _portal, recipient?.Phrase)]);
    }

    private OutgoingMail Address(OutboxEntry entry, TenantOptions tenant, AddressPayload address)
    {
        var texts = MailTexts.In(address.Language, tenant.Language);
        var subject = texts[address.Code is null ? "AddressTakenSubject" : "AddressSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, address.To, subject, texts, [.. AddressMail.Blocks(address, texts, tenant, _portal)]);
    }

    private static OutgoingMail AccountDeleted(OutboxEntry entry, TenantOptions tenant, AccountDeletedPayload deleted)
    {
        var texts = MailTexts.In(deleted.Language, tenant.Language);
        var subject = texts["DeletedSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, deleted.To, subject, texts, [.. AccountDeletedMail.Blocks(deleted, texts, tenant)]);
    }

    private static OutgoingMail Factor(OutboxEntry entry, TenantOptions tenant, FactorPayload factor, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(factor.Language, tenant.Language, recipient?.Zone);
        var subject = texts[FactorMail.IsOfCertificate(factor.Change) ? "CertificateSubject" : "FactorSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, factor.To, subject, texts, [.. FactorMail.Blocks(factor, texts, tenant)]);
    }

    private OutgoingMail NoticeFailed(OutboxEntry entry, TenantOptions tenant, NoticeFailedPayload failed)
    {
        var texts = MailTexts.In(failed.Language, tenant.Language);
        var subject = texts["BounceSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, failed.To, subject, texts, [.. NoticeFailedMail.Blocks(failed, texts, tenant, _portal)]);
    }

    private OutgoingMail ReplyFailed(OutboxEntry entry, TenantOptions tenant, ReplyFailedPayload failed)
    {
        var texts = MailTexts.In(failed.Language, tenant.Language);
        var subject = texts["ReplyFailedSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, failed.To, subject, texts, [.. ReplyFailedMail.Blocks(texts, tenant, _portal)]);
    }

    private OutgoingMail Confirmation(OutboxEntry entry, TenantOptions tenant, SentConfirmationPayload confirmation)
    {
        var texts = MailTexts.In(confirmation.Language, tenant.Language);
        var subject = texts["ConfirmationSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, confirmation.To, subject, texts, [.. SentConfirmationMail.Blocks(confirmation, texts, tenant, _portal)]);
    }

    private OutgoingMail UnreadTold(OutboxEntry entry, TenantOptions tenant, UnreadToldPayload unread)
    {
        var texts = MailTexts.In(unread.Language, tenant.Language);
        var subject = texts["UnreadSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, unread.To, subject, texts, [.. UnreadToldMail.Blocks(unread, texts, tenant, _portal)]);
    }

    private static OutgoingMail NotForMe(OutboxEntry entry, TenantOptions tenant, NotForMePayload told)
    {
        var texts = MailTexts.In(told.Language, tenant.Language);
        var subject = texts[told.SenderAddress is null ? "NotForMeSubject" : "NotForMeAlertSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, told.To, subject, texts, [.. NotForMeMail.Blocks(told, texts, tenant)]);
    }

    private OutgoingMail ExpiryWarning(OutboxEntry entry, TenantOptions tenant, ExpiryWarningPayload warning, KnownRecipient? recipient)
    {
        var texts = MailTexts.In(warning.Language, tenant.Language, recipient?.Zone);
        var subject = texts["ExpirySubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, warning.To, subject, texts, [.. ExpiryMails.Warning(warning, texts, tenant, _portal, recipient?.Phrase)]);
    }

    private static OutgoingMail Expired(OutboxEntry entry, TenantOptions tenant, ExpiredPayload expired)
    {
        var texts = MailTexts.In(expired.Language, tenant.Language);
        var subject = texts["ExpiredSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, expired.To, subject, texts, [.. ExpiryMails.Expired(expired, texts, tenant)]);
    }

    private static T Read<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException();
}
