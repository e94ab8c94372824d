using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mails about a person's password: the link for a new one, what to do where there is none yet, and that it has changed.</summary>
internal static class PasswordMails
{
    public static IEnumerable<MailBlock> Reset(PasswordResetPayload reset, MailTexts texts, TenantOptions tenant, PortalAddress portal) =>
    [
        new MailBlock.Paragraph(texts["ResetWhy", tenant.DisplayName]),
        new MailBlock.Label(texts["ResetWhere"]),
        new MailBlock.Link(portal.OfReset(reset.Token)),
        new MailBlock.Paragraph(texts["ResetUntil", texts.Moment(reset.Until)]),
        new MailBlock.Paragraph(texts["NoticeCheck"]),
        new MailBlock.Exact(portal.Start),
        new MailBlock.Paragraph(texts["ResetNotYou"]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];

    public static IEnumerable<MailBlock> Register(MailTexts texts, TenantOptions tenant) =>
    [
        new MailBlock.Paragraph(texts["RegisterWhy", tenant.DisplayName]),
        new MailBlock.Label(texts["RegisterHow"]),
        new MailBlock.Paragraph(texts["RegisterSteps"]),
        new MailBlock.Paragraph(texts["RegisterLost"]),
        new MailBlock.Paragraph(texts["RegisterNotYou"]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];

    public static IEnumerable<MailBlock> Changed(PasswordChangedPayload changed, MailTexts texts, TenantOptions tenant) =>
    [
        new MailBlock.Paragraph(texts[changed.Reset ? "ChangedReset" : "ChangedWhat", tenant.DisplayName]),
        new MailBlock.Label(texts["ChangedWhen"]),
        new MailBlock.Exact(texts.Moment(changed.At)),
        new MailBlock.Paragraph(texts["SignInYou"]),
        new MailBlock.Paragraph(texts["ChangedNotYou", tenant.DisplayName]),
        new MailBlock.Paragraph(texts["SignInDoubt"]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];
}
