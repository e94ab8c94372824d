using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to a sender whose message nobody came to read: to whom it was, that the invitation ended, what can be done.</summary>
internal static class InvitationEndedMail
{
    public static IEnumerable<MailBlock> Blocks(InvitationEndedPayload ended, MailTexts texts, TenantOptions tenant, PortalAddress portal) =>
    [
        new MailBlock.Label(texts["EndedFor"]),
        new MailBlock.Exact(ShownAddress.Of(ended.RecipientAddress)),
        new MailBlock.Paragraph(texts[ended.Channel == InitialPasswordChannel.Sender ? "EndedWhy" : "EndedWhyOtherWay", texts.Moment(ended.EndedAt)]),
        new MailBlock.Paragraph(texts["EndedNext"]),
        .. SenderLinkBlocks.Of(texts["EndedAgain"], ended.SenderToken, portal),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];
}
