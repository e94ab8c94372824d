using System.Net;
using System.Text.RegularExpressions;
using Portal.Security;
using Xunit;

namespace Portal.Tests.Web;

public sealed class ErrorTests
{
    [Fact]
    public async Task An_unforeseen_error_shows_a_code_that_is_in_the_log_and_nothing_of_the_exception()
    {
        await using var portal = await TestPortal.StartAsync();
        HeaderTests.Fail(portal);
        using var browser = portal.Browser();
        var page = await browser.ReadAsync("/throws?canary-of-the-address");
        var code = Regex.Match(page, "[A-Z]{4}-[A-Z]{4}").Value;
        Assert.NotEmpty(code);
        Assert.DoesNotContain("canary", page, StringComparison.Ordinal);
        Assert.Contains($"Unforeseen error {code}: System.InvalidOperationException", portal.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_looks_behind_links_are_told_to_wait_by_address()
    {
        await using var portal = await TestPortal.StartAsync(("Portal:RateLimits:Notices", "3"));
        using var browser = portal.Browser();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(404, (int)(await browser.GetAsync("/n/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);
        }

        var refused = await browser.GetAsync("/n/AAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("60", refused.Headers.RetryAfter!.ToString());
        Assert.Contains("Please wait a minute", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData(null, "255.255.255.255")]
    public void A_network_of_one_customer_counts_as_one(string? address, string counted) =>
        Assert.Equal(IPAddress.Parse(counted), RateLimits.Source(address is null ? null : IPAddress.Parse(address)));

    [Fact]
    public async Task A_network_that_is_none_is_told_at_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestPortal.StartAsync(("Portal:RateLimits:TrustedProxies:0", "proxy.example")));
        Assert.Contains("Portal:RateLimits:TrustedProxies", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_to_sign_in_are_limited_and_looking_at_the_page_is_not()
    {
        await using var portal = await TestPortal.StartAsync(("Portal:RateLimits:SignIns", "2"));
        using var browser = portal.Browser();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(200, (int)(await browser.SubmitAsync("/sign-in", "/sign-in", ("email", ""), ("password", ""))).StatusCode);
        }

        Assert.Equal(429, (int)(await browser.SubmitAsync("/sign-in", "/sign-in", ("email", ""), ("password", ""))).StatusCode);
        Assert.Equal(200, (int)(await browser.GetAsync("/sign-in")).StatusCode);
    }
}
