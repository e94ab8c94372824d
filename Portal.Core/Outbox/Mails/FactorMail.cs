using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to a person whose second factors were changed: what, when, with what, and what to do if it was somebody else.</summary>
internal static class FactorMail
{
    public static IEnumerable<MailBlock> Blocks(FactorPayload factor, MailTexts texts, TenantOptions tenant)
    {
        yield return new MailBlock.Paragraph(texts[$"Factor{factor.Change}", tenant.DisplayName]);
        yield return new MailBlock.Label(texts["SignInWhen"]);
        yield return new MailBlock.Exact(texts.Moment(factor.At));
        if (ShownName.Of(factor.Browser) is { } browser)
        {
            yield return new MailBlock.Exact(browser);
        }

        yield return new MailBlock.Paragraph(texts["SignInYou"]);
        yield return new MailBlock.Paragraph(texts["FactorNotYou", tenant.DisplayName]);
        yield return new MailBlock.Paragraph(texts["FactorDoubt"]);
        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
