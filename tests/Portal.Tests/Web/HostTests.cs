using System.Net;
using Xunit;

namespace Portal.Tests.Web;

public sealed class HostTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("portal.example.evil.example")]
    [InlineData("portal.example:443@evil.example")]
    [InlineData("evilportal.example")]
    [InlineData("10.0.0.1")]
    public async Task Only_the_portals_own_name_is_answered(string host)
    {
        using var browser = fixture.Portal.Browser();
        var response = await browser.GetAsync("/sign-in", ("Host", host));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("portal.example")]
    [InlineData("PORTAL.example:8443")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:8443")]
    [InlineData("[::1]:8443")]
    public async Task The_portals_name_and_the_loopback_names_are(string host)
    {
        using var browser = fixture.Portal.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in", ("Host", host))).StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_probe_may_ask_for_health_by_the_machines_address(string path)
    {
        using var browser = fixture.Portal.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path, ("Host", "10.0.0.1:8443"))).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_tls_pages_are_the_same()
    {
        using var browser = fixture.Portal.Browser();
        var response = await browser.GetAsync("http://portal.example/sign-in");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(response.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_proxy_header_says_reaches_no_page_and_no_redirect()
    {
        using var browser = fixture.Portal.Browser();
        foreach (var path in new[] { "/sign-in", "/messages", "/" })
        {
            var response = await browser.GetAsync(path, ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"));
            Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("evil", response.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
            Assert.StartsWith("/", response.Headers.Location?.OriginalString ?? "/", StringComparison.Ordinal);
        }
    }
}
