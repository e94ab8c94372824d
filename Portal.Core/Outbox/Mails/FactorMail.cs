using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mail to a person whose second factors were changed: what, when, with what, and what to do if it was somebody else.</summary>
internal static class FactorMail
{
    /// <summary>Whether it is no change of how somebody signs in, but of where messages go.</summary>
    public static bool IsOfCertificate(FactorChange change) =>
        change is FactorChange.CertificateInUse or FactorChange.CertificateNotInUse or FactorChange.CertificateEndsSoon or FactorChange.CertificateHasEnded;

    public static IEnumerable<MailBlock> Blocks(FactorPayload factor, MailTexts texts, TenantOptions tenant)
    {
        yield return new MailBlock.Paragraph(texts[$"Factor{factor.Change}", tenant.DisplayName]);
        yield return new MailBlock.Label(texts["SignInWhen"]);
        yield return new MailBlock.Exact(texts.Moment(factor.At));
        if (ShownName.Of(factor.Browser) is { } browser)
        {
            yield return new MailBlock.Exact(browser);
        }

        if (factor.Change is not (FactorChange.CertificateEndsSoon or FactorChange.CertificateHasEnded))
        {
            yield return new MailBlock.Paragraph(texts["SignInYou"]);
            yield return new MailBlock.Paragraph(texts["FactorNotYou", tenant.DisplayName]);
        }

        yield return new MailBlock.Paragraph(texts["FactorDoubt"]);
        yield return new MailBlock.Paragraph(tenant.DisplayName);
    }
}
