using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Portal.SignIn;
using Xunit;

namespace Portal.Tests.Web;

public sealed class KnownDeviceTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task A_browser_that_has_signed_in_is_not_kept_out_by_strangers_who_guess()
    {
        using var own = await RegisteredAsync("owner@example.org");
        await own.SubmitAsync("/messages", "/sign-out");
        using var stranger = Portal.Browser();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await SignInAsync(stranger, "owner@example.org", "a wrong password");
        }

        using var elsewhere = Portal.Browser();
        Assert.Equal(200, (int)(await SignInAsync(elsewhere, "owner@example.org", Deliveries.Password)).StatusCode);
        Assert.Equal("/messages", (await SignInAsync(own, "owner@example.org", Deliveries.Password)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_survives_the_sign_out()
    {
        using var own = await RegisteredAsync("cookie@example.org");
        var device = own.Cookie(KnownDevices.Cookie);
        Assert.NotNull(device);

        await own.SubmitAsync("/messages", "/sign-out");
        var response = await SignInAsync(own, "cookie@example.org", Deliveries.Password);

        var header = response.Headers.GetValues("Set-Cookie").Single(h => h.StartsWith(KnownDevices.Cookie, StringComparison.Ordinal));
        Assert.Contains(device, header, StringComparison.Ordinal);
        foreach (var attribute in (string[])["; path=/", "; secure", "; httponly", "; samesite=lax", "; max-age=34560000"])
        {
            Assert.Contains(attribute, header, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("domain=", header, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_sign_in_on_a_new_device_is_told_by_mail_and_one_on_a_known_device_is_not()
    {
        using var own = await RegisteredAsync("told@example.org");
        Assert.Equal(0, await SignInMailsAsync());
        await own.SubmitAsync("/messages", "/sign-out");
        await SignInAsync(own, "told@example.org", Deliveries.Password);
        Assert.Equal(0, await SignInMailsAsync());

        using var other = Portal.Browser();
        await SignInAsync(other, "told@example.org", "a wrong password");
        Assert.Equal(0, await SignInMailsAsync());
        await SignInAsync(other, "told@example.org", Deliveries.Password);

        Assert.Equal(1, await SignInMailsAsync());
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0", "Edge, Windows")]
    [InlineData("<a href=//evil.example>Call us</a>", "")]
    [InlineData(null, "")]
    public void A_browser_is_named_in_known_words_only(string? userAgent, string name) => Assert.Equal(name, BrowserName.Of(userAgent));

    private async Task<Browser> RegisteredAsync(string address) => await Portal.RegisterAsync(await Portal.DeliverAsync(address, Mails.Plain()));

    private static Task<HttpResponseMessage> SignInAsync(Browser browser, string address, string password) =>
        browser.SubmitAsync("/sign-in", "/sign-in", ("email", address), ("password", password));

    private Task<int> SignInMailsAsync() => Portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.SignIn));
}
