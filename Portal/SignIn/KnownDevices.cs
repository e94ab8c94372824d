using Portal.Core.Accounts.Devices;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.SignIn;

/// <summary>
/// The cookie by which a browser is known again in which somebody has signed in. It opens nothing: it spares its owner the waits that
/// strangers' wrong passwords cause, and shows which sign-ins come from a new device.
/// </summary>
internal sealed class KnownDevices(RememberDevice remember, TellOfDevice tell, TrustDevice trust, TenantCatalog tenants)
{
    public const string Cookie = "__Host-device";

    public static DeviceSecret? Read(HttpRequest request) => DeviceSecret.Parse(request.Cookies[Cookie]);

    /// <summary>Takes the cookie away: the browser knows nobody any more.</summary>
    public static void Forget(HttpResponse response) =>
        response.Cookies.Delete(Cookie, HostCookie.Attributes());

    /// <summary>After a sign-in: makes the browser known, and tells the person by mail when it was not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">Who signed in.</param>
    /// <param name="trustedBy">The tenant for as long as which the second factor is not asked for here, or null where it is.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task SeenAsync(HttpContext context, Account account, string? trustedBy, CancellationToken cancellationToken)
    {
        var device = Read(context.Request) ?? DeviceSecret.Create();
        var browser = BrowserName.Of(context.Request.Headers.UserAgent);
        if (await remember.SeenAsync(account.Id, device, browser, cancellationToken))
        {
            await tell.TellAsync(account, browser, cancellationToken);
        }

        if (trustedBy is not null && tenants[trustedBy].SecondFactorTrust is var lifetime && lifetime > TimeSpan.Zero)
        {
            await trust.TrustAsync(account.Id, device, lifetime, cancellationToken);
        }

        context.Response.Cookies.Append(Cookie, device.ToText(), HostCookie.Attributes(RememberDevice.Known));
    }
}
