namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>What a provider's address must be.</summary>
internal static class GatewayAddress
{
    /// <summary>What is wrong with it: key, value and remedy; null where it is good.</summary>
    public static string? Fault(string key, string value) => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url switch
        {
            { UserInfo.Length: > 0 } => $"{key} holds a user name: passwords belong into a file that the settings name.",
            { Scheme: "http", IsLoopback: false } => $"{key} is '{value}': numbers and codes never leave in clear; set an https address.",
            _ => null,
        }
        : $"{key} is '{value}': set an https address such as https://sms.example.com.";
}
