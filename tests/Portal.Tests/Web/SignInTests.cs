using System.Text.RegularExpressions;
using Xunit;

namespace Portal.Tests.Web;

public sealed partial class SignInTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("sign@example.org")]
    [InlineData("  Sign@EXAMPLE.org ")]
    public async Task Address_and_password_lead_to_the_inbox(string typed)
    {
        await EnsureAsync("sign@example.org");
        using var browser = Portal.Browser();
        var response = await TryAsync(browser, typed, Deliveries.Password);
        Assert.Equal("/messages", response.Headers.Location!.OriginalString);
        Assert.Contains("Inbox", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_wrong_and_locked_look_the_same()
    {
        await EnsureAsync("same@example.org");
        await EnsureAsync("locked@example.org");
        using var browser = Portal.Browser();
        for (var i = 0; i < 5; i++)
        {
            await TryAsync(browser, "locked@example.org", "wrong");
        }

        var answers = new List<string>();
        foreach (var (address, password) in new[]
        {
            ("same@example.org", "wrong"), ("nobody@example.org", "wrong"), ("locked@example.org", Deliveries.Password), ("no address", "wrong"),
        })
        {
            var response = await TryAsync(browser, address, password);
            Assert.Equal(200, (int)response.StatusCode);
            answers.Add(Token().Replace(await response.Content.ReadAsStringAsync(), "").Replace(address, "ADDRESS", StringComparison.Ordinal));
        }

        Assert.Contains("Address and password do not match.", answers[0], StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
        Assert.Null(browser.Cookie("__Host-session"));
    }

    [Fact]
    public async Task The_address_is_kept_and_the_password_is_not()
    {
        using var browser = Portal.Browser();
        var page = await (await TryAsync(browser, "kept@example.org", "not-to-be-kept")).Content.ReadAsStringAsync();
        Assert.Contains("value=\"kept@example.org\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-kept", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-kept", Portal.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("kept@example.org", Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_signing_in_the_page_that_was_asked_for_comes()
    {
        var mail = await EnsureAsync("asked@example.org");
        using var browser = Portal.Browser();
        var asked = await browser.GetAsync($"/messages/{mail.Id:N}?view=text");
        var response = await browser.SubmitAsync(
            asked.Headers.Location!.OriginalString, "/sign-in", ("email", "asked@example.org"), ("password", Deliveries.Password));
        Assert.Equal($"/messages/{mail.Id:N}?view=text", response.Headers.Location!.OriginalString);
    }

    private static Task<HttpResponseMessage> TryAsync(Browser browser, string address, string password) =>
        browser.SubmitAsync("/sign-in", "/sign-in", ("email", address), ("password", password));

    private async Task<Delivered> EnsureAsync(string address)
    {
        var mail = await Portal.DeliverAsync(address, Mails.Plain());
        if (mail.InitialPassword is not null && (await Portal.Browser().ReadAsync($"/n/{mail.Token}")).Contains("action=\"/register\"", StringComparison.Ordinal))
        {
            (await Portal.RegisterAsync(mail)).Dispose();
        }

        return mail;
    }

    [GeneratedRegex("(?:name=\"(?:__RequestVerificationToken|token)\"|data-options=| nonce=)[^>]*>")]
    private static partial Regex Token();
}
