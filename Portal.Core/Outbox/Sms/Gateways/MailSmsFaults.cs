using Portal.Core.Mime;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>What is wrong with <c>Sms:Mail</c>.</summary>
internal static class MailSmsFaults
{
    public static IEnumerable<string?> Of(MailSmsOptions options)
    {
        yield return AddrSpec.TryParse($"41791234567@{options.Domain}", out _)
            ? null : $"Sms:Mail:Domain is '{options.Domain}': set the gateway's domain, such as sms.example.com.";
        yield return options.From.Length > 0 && !AddrSpec.TryParse(options.From, out _)
            ? $"Sms:Mail:From is '{options.From}': set a mail address, or leave it empty for the tenant's MailFrom." : null;
        yield return options.Subject.Any(char.IsControl) ? "Sms:Mail:Subject holds a control character: remove it." : null;
    }
}
