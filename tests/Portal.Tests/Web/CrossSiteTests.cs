using System.Net;
using Xunit;

namespace Portal.Tests.Web;

public sealed class CrossSiteTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "http://portal.example", false)]
    [InlineData("Origin", "https://portal.example.evil.example", false)]
    [InlineData("Origin", "https://portal.example", true)]
    [InlineData("Origin", "null", true)]
    public async Task A_form_with_our_token_counts_only_from_our_own_pages(string header, string value, bool accepted)
    {
        using var browser = fixture.Portal.Browser();
        var fields = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/language");
        var response = await browser.PostAsync("/language", [.. fields, ("language", "de")], (header, value));
        Assert.Equal(accepted ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(accepted, browser.Cookie("__Host-language") is not null);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/register")]
    [InlineData("/language")]
    [InlineData("/sign-out")]
    [InlineData("/messages")]
    [InlineData("/no-such-route")]
    public async Task No_post_is_accepted_without_our_token(string path)
    {
        var mail = await fixture.Portal.DeliverAsync($"{Guid.NewGuid():N}@example.org", Mails.Plain());
        using var browser = await fixture.Portal.RegisterAsync(mail);
        var response = await browser.PostAsync(path, [("email", "a@b.example"), ("password", "x"), ("language", "de")]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("This page is out of date", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task Another_browsers_token_is_none()
    {
        using var one = fixture.Portal.Browser();
        using var other = fixture.Portal.Browser();
        var fields = Browser.Hidden(await one.ReadAsync("/sign-in"), "/language");
        await other.ReadAsync("/sign-in");
        var response = await other.PostAsync("/language", [.. fields, ("language", "de")]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
