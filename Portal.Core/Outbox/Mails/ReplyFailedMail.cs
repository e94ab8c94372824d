using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to the writer of a reply that could not be delivered. What and to whom stands in the portal alone.</summary>
internal static class ReplyFailedMail
{
    public static IEnumerable<MailBlock> Blocks(MailTexts texts, TenantOptions tenant, PortalAddress portal) =>
    [
        new MailBlock.Paragraph(texts["ReplyFailedWhat", tenant.DisplayName]),
        new MailBlock.Label(texts["ReplyFailedWhere"]),
        new MailBlock.Link(portal.Start + "messages"),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];
}
