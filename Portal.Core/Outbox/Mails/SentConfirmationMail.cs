using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail that confirms to a sender what was stored: for whom, when, and where he sees what becomes of it.</summary>
internal static class SentConfirmationMail
{
    public static IEnumerable<MailBlock> Blocks(SentConfirmationPayload confirmation, MailTexts texts, TenantOptions tenant, PortalAddress portal)
    {
        yield return new MailBlock.Paragraph(texts["ConfirmationWhat", tenant.DisplayName, texts.Moment(confirmation.At)]);
        yield return new MailBlock.Label(texts["ConfirmationFor"]);
        foreach (var recipient in confirmation.Recipients)
        {
            yield return new MailBlock.Exact(ShownAddress.Of(recipient));
        }

        if (confirmation.Count > confirmation.Recipients.Count)
        {
            yield return new MailBlock.Paragraph(texts["ConfirmationMore", confirmation.Count - confirmation.Recipients.Count]);
        }

        foreach (var block in SenderLinkBlocks.Of(texts["ConfirmationView"], confirmation.SenderToken, portal))
        {
            yield return block;
        }

        yield return new MailBlock.Paragraph(texts["ConfirmationKeep"]);
        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
