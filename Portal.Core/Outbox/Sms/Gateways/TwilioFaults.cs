using System.Text.RegularExpressions;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>What is wrong with <c>Sms:Twilio</c>.</summary>
internal static partial class TwilioFaults
{
    public static IEnumerable<string?> Of(TwilioOptions options)
    {
        yield return AccountSid().IsMatch(options.AccountSid)
            ? null : $"Sms:Twilio:AccountSid is '{options.AccountSid}': set the account's SID, AC and 32 hexadecimal digits.";
        yield return SecretFile.Fault(options.AuthTokenFile, SecretFile.FaultOfLine) is { } why
            ? $"Sms:Twilio:AuthTokenFile is '{options.AuthTokenFile}': {why}. Set the path of a file that holds only the auth token and that the portal may read."
            : null;
        yield return GatewayAddress.Fault("Sms:Twilio:BaseUrl", options.BaseUrl)
            ?? (options.BaseUrl.AsSpan().ContainsAny('?', '#') ? $"Sms:Twilio:BaseUrl is '{options.BaseUrl}': leave the query away." : null);
        yield return (options.From.Length > 0) == (options.MessagingServiceSid.Length > 0)
            ? $"Sms:Twilio:From is '{options.From}' and Sms:Twilio:MessagingServiceSid is '{options.MessagingServiceSid}': set one of them." : null;
        yield return options.From.Length > 0 && !IsSender(options.From)
            ? $"Sms:Twilio:From is '{options.From}': set a number such as +41791234567, a short code, or a name of up to 11 letters, digits and spaces." : null;
        yield return options.MessagingServiceSid.Length > 0 && !ServiceSid().IsMatch(options.MessagingServiceSid)
            ? $"Sms:Twilio:MessagingServiceSid is '{options.MessagingServiceSid}': set the service's SID, MG and 32 hexadecimal digits." : null;
    }

    private static bool IsSender(string from) => Sender().IsMatch(from);

    [GeneratedRegex(@"^AC[0-9a-fA-F]{32}\z")]
    private static partial Regex AccountSid();

    [GeneratedRegex(@"^MG[0-9a-fA-F]{32}\z")]
    private static partial Regex ServiceSid();

    // A number, a short code, or a name with at least one letter.
    [GeneratedRegex(@"^(?:\+[1-9][0-9]{7,14}|[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})\z")]
    private static partial Regex Sender();
}
