using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The last mail to a person who deleted his account: when, what is gone, and what to do if it was somebody else.</summary>
internal static class AccountDeletedMail
{
    public static IEnumerable<MailBlock> Blocks(AccountDeletedPayload deleted, MailTexts texts, TenantOptions tenant) =>
    [
        new MailBlock.Paragraph(texts["DeletedWhat", tenant.DisplayName, texts.Moment(deleted.At)]),
        new MailBlock.Paragraph(texts["DeletedNext"]),
        new MailBlock.Paragraph(texts["DeletedNotYou", tenant.DisplayName]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];
}
