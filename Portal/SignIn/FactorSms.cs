using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Accounts.Factors;
using Portal.Core.Outbox.Sms;
using Portal.Core.Tenants;
using Portal.Resources;

namespace Portal.SignIn;

/// <summary>Sends codes by SMS in the page's language.</summary>
internal sealed class FactorSms(SmsCodes codes, TenantCatalog tenants, IOptions<PortalOptions> options, IStringLocalizer<Texts> texts)
{
    /// <summary>Sends a code.</summary>
    /// <returns>What to tell the person where it cannot go, or null.</returns>
    public async Task<string?> SendAsync(HttpContext context, FactorOwner owner, byte[] boundTo, PhoneNumber number, CancellationToken cancellationToken)
    {
        var outcome = await codes.SendAsync(
            new SmsCodeRequest
            {
                BoundTo = boundTo,
                AccountId = owner.AccountId,
                Tenant = owner.Tenant,
                Number = number,
                Address = context.Connection.RemoteIpAddress,
                Text = code => Text(code, owner.Tenant),
            },
            cancellationToken);
        return outcome switch
        {
            QueueSmsOutcome.Queued => null,
            QueueSmsOutcome.NotAllowedCountry => texts["Factor.SmsCountry"].Value,
            _ => texts["Factor.SmsLimit"].Value,
        };
    }

    /// <summary>Where a code went that is still good, or null.</summary>
    public Task<PhoneNumber?> SentAsync(byte[] boundTo, CancellationToken cancellationToken) => codes.SentAsync(boundTo, cancellationToken);

    // The last line ties the code to our host: phones that know the format offer it there alone (WICG "Origin-bound one-time codes").
    private string Text(string code, string tenant) =>
        $"{texts["Second.Sms", tenants[tenant].DisplayName, code]}\n\n@{options.Value.PublicUrl.IdnHost} #{code}";
}
