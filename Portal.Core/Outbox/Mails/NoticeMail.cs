using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to the recipient: who wrote, that there is a message, where to read it, what is needed, until when, is it real.</summary>
internal static class NoticeMail
{
    public static IEnumerable<MailBlock> Blocks(NoticePayload notice, MailTexts texts, TenantOptions tenant, PortalAddress portal, string? phrase = null)
    {
        yield return new MailBlock.Label(texts["NoticeFrom"]);
        if (ShownName.Of(notice.SenderName) is { } name)
        {
            yield return new MailBlock.Exact(name);
        }

        yield return new MailBlock.Exact(ShownAddress.Of(notice.SenderAddress));
        yield return new MailBlock.Paragraph(texts[notice.Reminder ? "ReminderWaiting" : "NoticeWaiting", tenant.DisplayName]);
        yield return new MailBlock.Label(texts["NoticeWhere"]);
        yield return new MailBlock.Link(portal.OfNotice(notice.Token));
        yield return new MailBlock.Label(texts["NoticeNeeds"]);
        yield return new MailBlock.Paragraph(notice switch
        {
            { Invited: true, Channel: InitialPasswordChannel.SmsAtSending } => texts["NoticeNeedsSms"],
            { Invited: true, Channel: InitialPasswordChannel.SmsAtOpening } => texts["NoticeNeedsSmsAtOpening"],
            { Invited: true, Channel: InitialPasswordChannel.None } => texts["NoticeNeedsNothing"],
            { InvitedEarlier: true } => texts["NoticeNeedsEarlierPassword"],
            { Invited: true } => texts["NoticeNeedsInitialPassword"],
            _ => texts["NoticeNeedsOwnPassword", tenant.DisplayName],
        });
        if (notice is { Invited: true, InitialPasswordUntil: { } until })
        {
            yield return new MailBlock.Paragraph(texts[notice.Channel is InitialPasswordChannel.Sender or InitialPasswordChannel.SmsAtSending ? "NoticeUntil" : "NoticeUntilInvitation", texts.Moment(until)]);
        }

        foreach (var block in PhraseBlocks.Of(phrase, texts))
        {
            yield return block;
        }

        foreach (var block in CheckBlocks.Of(notice.CheckCode, texts, portal))
        {
            yield return block;
        }

        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
