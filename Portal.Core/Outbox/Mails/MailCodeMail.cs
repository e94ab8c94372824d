using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail with a one-time code: the code, how long it is good, where it belongs, and that nobody asks for it.</summary>
internal static class MailCodeMail
{
    public static IEnumerable<MailBlock> Blocks(MailCodePayload payload, MailTexts texts, TenantOptions tenant)
    {
        yield return new MailBlock.Paragraph(texts["CodeWhat", tenant.DisplayName]);
        yield return new MailBlock.Label(texts["CodeLabel"]);
        yield return new MailBlock.Exact(string.Join(' ', payload.Code.Chunk(4).Select(group => new string(group))));
        yield return new MailBlock.Paragraph(texts["CodeUntil", texts.Moment(payload.ValidUntil)]);
        yield return new MailBlock.Paragraph(texts["CodeWhere"]);
        yield return new MailBlock.Paragraph(texts["CodeNotYou", tenant.DisplayName]);
        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
