using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Sms.Gateways;

namespace Portal.Core.Outbox.Sms;

/// <summary>Checks at start what whoever sends SMS needs: the chosen provider's settings and files.</summary>
internal sealed class SmsProviderCheck : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        List<string> faults = options.Provider switch
        {
            SmsProvider.Twilio => [.. TwilioFaults.Of(options.Twilio).OfType<string>()],
            SmsProvider.Http => [.. HttpSmsFaults.Of(options.Http).OfType<string>()],
            SmsProvider.Mail => [.. MailSmsFaults.Of(options.Mail).OfType<string>()],
            _ => [],
        };
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
