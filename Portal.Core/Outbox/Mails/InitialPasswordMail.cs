using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to the sender: who gets the message, the initial password alone on its line, how to pass it on, until when, what comes next.</summary>
internal static class InitialPasswordMail
{
    public static IEnumerable<MailBlock> Blocks(InitialPasswordPayload payload, MailTexts texts, TenantOptions tenant, PortalAddress portal) =>
    [
        new MailBlock.Label(texts["PasswordFor"]),
        new MailBlock.Exact(ShownAddress.Of(payload.RecipientAddress)),
        new MailBlock.Paragraph(texts["PasswordWhy", tenant.DisplayName]),
        .. payload.SmsRefusal is { } refusal ? [new MailBlock.Paragraph(texts[$"PasswordNoSms{refusal}"])] : Array.Empty<MailBlock>(),
        new MailBlock.Label(texts["PasswordLabel"]),
        new MailBlock.Exact(InFours(payload.InitialPassword)),
        new MailBlock.Paragraph(texts["PasswordPassOn"]),
        new MailBlock.Paragraph(texts["PasswordUntil", texts.Moment(payload.Until)]),
        new MailBlock.Label(texts["PasswordNext"]),
        new MailBlock.Paragraph(texts["PasswordNextSteps"]),
        .. SenderLinkBlocks.Of(texts["PasswordAgain"], payload.SenderToken, portal),
        new MailBlock.Paragraph(tenant.DisplayName),
    ];

    private static string InFours(string password) =>
        string.Join('-', password.Where(char.IsAsciiLetterOrDigit).Chunk(4).Select(group => new string(group)));
}
