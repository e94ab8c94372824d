using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to a sender whose recipient could not be told of the message: to whom it was, why, what can be done.</summary>
internal static class NoticeFailedMail
{
    public static IEnumerable<MailBlock> Blocks(NoticeFailedPayload failed, MailTexts texts, TenantOptions tenant, PortalAddress portal) =>
    [
        new MailBlock.Label(texts[failed.SenderToken is null ? "BounceForMail" : "BounceFor"]),
        new MailBlock.Exact(ShownAddress.Of(failed.RecipientAddress)),
        new MailBlock.Paragraph(texts[Why(failed.Status)]),
        new MailBlock.Paragraph(texts[failed.SenderToken is null ? "BounceGone" : "BounceNext"]),
        .. SenderLinkBlocks.Of(texts["BounceLink"], failed.SenderToken, portal),
        new MailBlock.Label(texts["BounceCode"]),
        new MailBlock.Exact(failed.Status),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];

    // RFC 3463 §3; of what was refused for good only the subject tells people something.
    private static string Why(string status) => status.Split('.') switch
    {
        [_, "1", _] => "BounceWhyAddress",
        [_, "3", "4"] or [_, "2", "3"] => "BounceWhySize",
        [_, "2", "2"] => "BounceWhyFull",
        [_, "2", _] => "BounceWhyMailbox",
        ["4", _, _] or [_, "4", _] => "BounceWhyLate",
        [_, "7", _] => "BounceWhyRefused",
        _ => "BounceWhyOther",
    };
}
