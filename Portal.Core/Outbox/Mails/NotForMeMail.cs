using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>
/// The mail to the sender, and the one to the tenant's administrators, of a message that went to the wrong person: to which address, when, whether it was
/// opened, what it may mean.
/// </summary>
internal static class NotForMeMail
{
    public static IEnumerable<MailBlock> Blocks(NotForMePayload told, MailTexts texts, TenantOptions tenant)
    {
        yield return new MailBlock.Label(texts[told.SenderAddress is null ? "NotForMeFor" : "NotForMeAlertFor"]);
        yield return new MailBlock.Exact(ShownAddress.Of(told.RecipientAddress));
        if (told.SenderAddress is { } sender)
        {
            yield return new MailBlock.Label(texts["NotForMeAlertFrom"]);
            yield return new MailBlock.Exact(sender.Length > 0 ? ShownAddress.Of(sender) : texts["NotForMeAlertUnknown"]);
        }

        yield return new MailBlock.Paragraph(texts["NotForMeWhen", texts.Moment(told.SentAt), texts.Moment(told.At)]);
        yield return new MailBlock.Paragraph(texts[told.ByLink ? "NotForMeByLink" : "NotForMeByReader"]);
        yield return new MailBlock.Paragraph(texts[told.Opened ? "NotForMeOpened" : "NotForMeClosed"]);
        yield return new MailBlock.Paragraph(texts["NotForMeLaw"]);
        if (told.SenderAddress is null)
        {
            yield return new MailBlock.Paragraph(texts["NotForMeNext"]);
        }

        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
