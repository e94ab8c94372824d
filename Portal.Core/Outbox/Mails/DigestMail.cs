using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The daily mail: how many messages came, from whom, where to read them, is it real.</summary>
internal static class DigestMail
{
    public static IEnumerable<MailBlock> Blocks(
        DigestPayload digest, MailTexts texts, TenantOptions tenant, PortalAddress portal, string? phrase)
    {
        yield return new MailBlock.Paragraph(
            digest.Messages == 1 ? texts["NoticeWaiting", tenant.DisplayName] : texts["DigestWaiting", digest.Messages, tenant.DisplayName]);
        if (digest.Senders.Count > 0)
        {
            yield return new MailBlock.Label(texts["DigestFrom"]);
        }

        foreach (var sender in digest.Senders)
        {
            var address = ShownAddress.Of(sender.Address);
            yield return new MailBlock.Exact(ShownName.Of(sender.Name) is { } name ? $"{name}, {address}" : address);
        }

        yield return new MailBlock.Label(texts["DigestWhere"]);
        yield return new MailBlock.Link(portal.Start);
        foreach (var block in PhraseBlocks.Of(phrase, texts))
        {
            yield return block;
        }

        foreach (var block in CheckBlocks.Of(digest.CheckCode, texts, portal))
        {
            yield return block;
        }

        yield return new MailBlock.Paragraph(texts["DigestWhy", tenant.DisplayName]);
        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
