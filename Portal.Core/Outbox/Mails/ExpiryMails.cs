using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mails about messages whose time is over: to the reader before, to the sender of an unread one after.</summary>
internal static class ExpiryMails
{
    public static IEnumerable<MailBlock> Warning(ExpiryWarningPayload warning, MailTexts texts, TenantOptions tenant, PortalAddress portal, string? phrase) =>
    [
        new MailBlock.Paragraph(warning.Messages == 1
            ? texts["ExpiryOne", tenant.DisplayName, texts.Moment(warning.First)]
            : texts["ExpirySome", warning.Messages, tenant.DisplayName, texts.Moment(warning.First)]),
        new MailBlock.Paragraph(texts[warning.MayKeep ? "ExpiryKeep" : "ExpirySave"]),
        new MailBlock.Label(texts["DigestWhere"]),
        new MailBlock.Link(portal.Start),
        .. PhraseBlocks.Of(phrase, texts),
        new MailBlock.Paragraph(texts["NoticeDoubt"]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];

    public static IEnumerable<MailBlock> Expired(ExpiredPayload expired, MailTexts texts, TenantOptions tenant) =>
    [
        new MailBlock.Label(texts["ExpiredFor"]),
        new MailBlock.Exact(ShownAddress.Of(expired.RecipientAddress)),
        new MailBlock.Paragraph(texts["ExpiredWhen", tenant.DisplayName, texts.Moment(expired.SentAt), texts.Moment(expired.ExpiredAt)]),
        new MailBlock.Paragraph(texts["ExpiredNext"]),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];
}
