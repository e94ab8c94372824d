namespace Portal.Core.Outbox.Mails;

/// <summary>How somebody finds out whether a mail that tells of a message is real: where its link must lead, and the code that the portal knows.</summary>
internal static class CheckBlocks
{
    public static IEnumerable<MailBlock> Of(string? code, MailTexts texts, PortalAddress portal)
    {
        yield return new MailBlock.Paragraph(texts["NoticeCheck"]);
        yield return new MailBlock.Exact(portal.Start);
        if (code is not null)
        {
            yield return new MailBlock.Label(texts["NoticeCode"]);
            yield return new MailBlock.Exact(code);
            yield return new MailBlock.Link(portal.Check);
        }

        yield return new MailBlock.Paragraph(texts["NoticeDoubt"]);
    }
}
