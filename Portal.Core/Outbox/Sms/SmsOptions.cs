using Portal.Core.Outbox.Sms.Gateways;

namespace Portal.Core.Outbox.Sms;

/// <summary>The settings below <c>Sms</c>: how SMS leave, where to, and how many at most.</summary>
public sealed class SmsOptions
{
    /// <summary>In <see cref="Countries"/>: every country.</summary>
    internal const string AllCountries = "*";

    /// <summary>The way out.</summary>
    public SmsProvider Provider { get; set; }

    /// <summary>The countries that SMS may go to, as ISO 3166 codes, or <c>*</c> alone. With a provider none is no answer: nobody should pay for the world unasked.</summary>
    public IList<string> Countries { get; } = [];

    /// <summary>To one number within an hour.</summary>
    public int MaxPerNumberPerHour { get; set; } = 5;

    /// <summary>To one number within a day, as all that follow: a day of UTC.</summary>
    public int MaxPerNumberPerDay { get; set; } = 10;

    /// <summary>For one account.</summary>
    public int MaxPerAccountPerDay { get; set; } = 10;

    /// <summary>Asked for from one network address (IPv6: /64).</summary>
    public int MaxPerAddressPerDay { get; set; } = 20;

    /// <summary>Into one country.</summary>
    public int MaxPerCountryPerDay { get; set; } = 500;

    /// <summary>All together: what a day may cost.</summary>
    public int MaxPerDay { get; set; } = 1000;

    /// <summary>How many days it is remembered what became of an SMS.</summary>
    public int KeepDays { get; set; } = 90;

    /// <summary>How long a provider may take over one answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Twilio's account.</summary>
    public TwilioOptions Twilio { get; set; } = new();

    /// <summary>Any gateway with an HTTP interface.</summary>
    public HttpSmsOptions Http { get; set; } = new();

    /// <summary>A gateway that makes SMS of mails.</summary>
    public MailSmsOptions Mail { get; set; } = new();

    /// <summary>Whether an SMS may go there.</summary>
    internal bool Allows(string country) =>
        Countries.Contains(AllCountries) || Countries.Contains(country, StringComparer.OrdinalIgnoreCase);
}

/// <summary>How SMS leave.</summary>
public enum SmsProvider
{
    /// <summary>They do not.</summary>
    None = 0,

    /// <summary>Twilio's REST API.</summary>
    Twilio = 1,

    /// <summary>A gateway with an HTTP interface.</summary>
    Http = 2,

    /// <summary>A gateway that makes SMS of mails.</summary>
    Mail = 3,
}
