using System.Text.RegularExpressions;
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
