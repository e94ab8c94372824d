using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to a sender whose message nobody has read yet: to whom it is, since when it waits, what can be done.</summary>
internal static class UnreadToldMail
{
    public static IEnumerable<MailBlock> Blocks(UnreadToldPayload unread, MailTexts texts, TenantOptions tenant, PortalAddress portal) =>
    [
        new MailBlock.Label(texts["UnreadFor"]),
        .. unread.MoreAddresses.Prepend(unread.RecipientAddress).Select(address => new MailBlock.Exact(ShownAddress.Of(address))),
        new MailBlock.Paragraph(texts["UnreadSince", tenant.DisplayName, texts.Moment(unread.SentAt)]),
        new MailBlock.Paragraph(texts[unread.MoreAddresses.Count > 0 ? "UnreadSeveral" : unread.Registered ? "UnreadRegistered" : "UnreadInvited"]),
        .. SenderLinkBlocks.Of(texts["UnreadLink"], unread.SenderToken, portal),
        new MailBlock.Paragraph(texts["UnreadOnce"]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];
}
