using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>Makes the mail of an outbox entry, at the moment it leaves.</summary>
internal sealed class ComposeMail(TenantCatalog tenants, IOptions<PortalOptions> options)
{
    private readonly PortalAddress _portal = new(options.Value.PublicUrl);

    /// <param name="entry">The entry; of it come the Message-ID and the date, so that each attempt makes the same mail.</param>
    /// <param name="payload">What was in its box.</param>
    /// <exception cref="JsonException">The payload is not one.</exception>
    /// <exception cref="FormatException">Something in it must not stand where it would.</exception>
    public OutgoingMail Compose(OutboxEntry entry, ReadOnlySpan<byte> payload)
    {
        var tenant = tenants[entry.Tenant];
        return entry.Kind switch
        {
            OutboxKind.Notice => Notice(entry, tenant, Read(payload, OutboxJson.Default.NoticePayload)),
            OutboxKind.InitialPassword => InitialPassword(entry, tenant, Read(payload, OutboxJson.Default.InitialPasswordPayload)),
            OutboxKind.SignIn => SignIn(entry, tenant, Read(payload, OutboxJson.Default.SignInPayload)),
            OutboxKind.InvitationEnded => InvitationEnded(entry, tenant, Read(payload, OutboxJson.Default.InvitationEndedPayload)),
            OutboxKind.Factor => Factor(entry, tenant, Read(payload, OutboxJson.Default.FactorPayload)),
            _ => throw new FormatException("An outbox entry of a kind that this version does not know."),
        };
    }

    private OutgoingMail Notice(OutboxEntry entry, TenantOptions tenant, NoticePayload notice)
    {
        var texts = MailTexts.In(notice.Language, tenant.Language);
        var subject = texts[notice.Reminder ? "ReminderSubject" : "NoticeSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, notice.To, subject, texts, [.. NoticeMail.Blocks(notice, texts, tenant, _portal)]);
    }

    private static OutgoingMail InitialPassword(OutboxEntry entry, TenantOptions tenant, InitialPasswordPayload payload)
    {
        var texts = MailTexts.In(payload.Language, tenant.Language);
        var subject = texts["PasswordSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, payload.To, subject, texts, [.. InitialPasswordMail.Blocks(payload, texts, tenant)]);
    }

    private static OutgoingMail SignIn(OutboxEntry entry, TenantOptions tenant, SignInPayload signIn)
    {
        var texts = MailTexts.In(signIn.Language, tenant.Language);
        var subject = texts["SignInSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, signIn.To, subject, texts, [.. SignInMail.Blocks(signIn, texts, tenant)]);
    }

    private static OutgoingMail InvitationEnded(OutboxEntry entry, TenantOptions tenant, InvitationEndedPayload ended)
    {
        var texts = MailTexts.In(ended.Language, tenant.Language);
        var subject = texts["EndedSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, ended.To, subject, texts, [.. InvitationEndedMail.Blocks(ended, texts, tenant)]);
    }

    private static OutgoingMail Factor(OutboxEntry entry, TenantOptions tenant, FactorPayload factor)
    {
        var texts = MailTexts.In(factor.Language, tenant.Language);
        var subject = texts["FactorSubject", tenant.DisplayName];
        return AssembleMail.Of(entry, tenant, factor.To, subject, texts, [.. FactorMail.Blocks(factor, texts, tenant)]);
    }

    private static T Read<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException();
}
