using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>SMS and the settings around them.</summary>
internal static class SmsSamples
{
    public const string Text = "c4n4ry-c0de: 394 021 für Sie";

    public static PhoneNumber Number(string text) =>
        PhoneNumber.TryParse(text, out var number, out var fault) ? number : throw new ArgumentException(fault.ToString());

    public static OutgoingSms Sms(string number, string text = Text) => new()
    {
        Id = Guid.NewGuid(),
        CreatedAt = new DateTimeOffset(2026, 11, 20, 14, 5, 0, TimeSpan.Zero),
        Tenant = TenantCatalog.Default,
        Number = Number(number),
        Text = text,
        Validity = TimeSpan.FromMinutes(10),
    };

    public static SmsRequest Request(TimeProvider clock, string number = "+41791234500") => new()
    {
        Number = Number(number),
        Text = Text,
        Purpose = SmsPurpose.Code,
        OwnerId = Guid.NewGuid(),
        ValidUntil = clock.GetUtcNow().AddMinutes(10),
        Tenant = TenantCatalog.Default,
    };

    public static IOptions<SmsOptions> Options(Action<SmsOptions>? change = null)
    {
        var options = new SmsOptions { Provider = SmsProvider.Twilio, Timeout = TimeSpan.FromSeconds(30) };
        options.Countries.Add("CH");
        change?.Invoke(options);
        return Microsoft.Extensions.Options.Options.Create(options);
    }
}
