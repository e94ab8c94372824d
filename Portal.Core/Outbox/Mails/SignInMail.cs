using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to a person in whose name somebody signed in on a new device: when, with what, and what to do if it was somebody else.</summary>
internal static class SignInMail
{
    public static IEnumerable<MailBlock> Blocks(SignInPayload signIn, MailTexts texts, TenantOptions tenant, string? phrase = null)
    {
        yield return new MailBlock.Paragraph(texts["SignInWhat", tenant.DisplayName]);
        yield return new MailBlock.Label(texts["SignInWhen"]);
        yield return new MailBlock.Exact(texts.Moment(signIn.At));
        if (ShownName.Of(signIn.Browser) is { } browser)
        {
            yield return new MailBlock.Exact(browser);
        }

        yield return new MailBlock.Paragraph(texts["SignInYou"]);
        yield return new MailBlock.Paragraph(texts["SignInNotYou", tenant.DisplayName]);
        foreach (var block in PhraseBlocks.Of(phrase, texts))
        {
            yield return block;
        }

        yield return new MailBlock.Paragraph(texts["SignInDoubt"]);
        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
