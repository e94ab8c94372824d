namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>The settings below <c>Sms:Twilio</c>.</summary>
public sealed class TwilioOptions
{
    /// <summary>The account: <c>AC</c> and 32 hexadecimal digits.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>The file that holds nothing but the auth token. Read for each SMS, so it may change while the portal runs.</summary>
    public string AuthTokenFile { get; set; } = "";

    /// <summary>The number, short code or name that SMS come from; or <see cref="MessagingServiceSid"/>.</summary>
    public string From { get; set; } = "";

    /// <summary>The messaging service that chooses the sender: <c>MG</c> and 32 hexadecimal digits.</summary>
    public string MessagingServiceSid { get; set; } = "";

    /// <summary>Where the API is.</summary>
    public string BaseUrl { get; set; } = "https://api.twilio.com";
}
