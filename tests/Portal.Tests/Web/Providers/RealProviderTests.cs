using Microsoft.AspNetCore.WebUtilities;
using TestKit;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>The whole way there and back with a provider that is not ours.</summary>
public sealed class RealProviderTests : IAsyncLifetime
{
    private readonly string _secret = Path.GetTempFileName();
    private readonly int _port = FreePort.Next();
    private TestPortal _portal = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_secret, OpenIdProvider.ClientSecret);
        _portal = await TestPortal.StartAsync(
            ("Tenants:default:Providers:work:DisplayName", "The work account"),
            ("Tenants:default:Providers:work:ClientId", OpenIdProvider.ClientId),
            ("Tenants:default:Providers:work:ClientSecretFile", _secret),
            ("Tenants:default:Providers:work:Authority", $"http://localhost:{_port}"));
        _portal.Clock.Advance(TimeProvider.System.GetUtcNow() - _portal.Clock.GetUtcNow());
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        File.Delete(_secret);
    }

    [OpenIdProviderFact]
    public async Task An_invited_person_comes_in_and_comes_back()
    {
        await using var provider = await OpenIdProvider.StartAsync(_port, $"{TestPortal.Origin}/sign-in/external/work/callback");
        var mail = await _portal.DeliverAsync("bob@work.example", Mails.Plain(to: "bob@work.example"));
        using var browser = _portal.Browser();
        ProviderBench.AssertSignedIn(await SignInAsync(browser, $"/n/{mail.Token}", "bob"), browser, $"/n/{mail.Token}");
        Assert.Contains("<bdi>bob at work</bdi>", await browser.ReadAsync($"/n/{mail.Token}"), StringComparison.Ordinal);
        using var later = _portal.Browser();
        ProviderBench.AssertSignedIn(await SignInAsync(later, "/sign-in", "bob"), later);
    }

    [OpenIdProviderFact]
    public async Task What_the_provider_has_not_verified_needs_the_code_from_the_mailbox()
    {
        await using var provider = await OpenIdProvider.StartAsync(_port, $"{TestPortal.Origin}/sign-in/external/work/callback");
        await _portal.DeliverAsync("unverified@work.example", Mails.Plain(to: "unverified@work.example"));
        using var browser = _portal.Browser();
        Assert.Equal("/sign-in/mailbox", (await SignInAsync(browser, "/sign-in", "unverified")).Headers.Location!.OriginalString);
    }

    private static async Task<HttpResponseMessage> SignInAsync(Browser browser, string page, string person)
    {
        var back = await OpenIdProvider.ConsentAsync(new Uri(await ProviderBench.LeaveAsync(browser, page: page)), person);
        Assert.Equal(["code", "iss", "state"], QueryHelpers.ParseQuery(back.Query).Keys.Order(StringComparer.Ordinal));
        return await browser.GetAsync(back.PathAndQuery);
    }
}
