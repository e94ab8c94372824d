namespace Portal.Core.Outbox.Mails;

/// <summary>The sender's link to another initial password, and what it is for. Mails of an older version have none.</summary>
internal static class SenderLinkBlocks
{
    public static IEnumerable<MailBlock> Of(string what, string? token, PortalAddress portal) => token is null
        ? []
        : [new MailBlock.Label(what), new MailBlock.Link(portal.OfSent(token))];
}
