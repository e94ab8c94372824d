using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Security;
using Xunit;

namespace Portal.Tests.Web;

public sealed class ChoosePasswordTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("P@ssw0rd2026!!!", "one of the first that others would try", "Strength of this password: very weak. Avoid words and phrases that are often used")]
    [InlineData("choice example 1", "too close to your name", "Strength of this password: very weak. Avoid your name, your address")]
    [InlineData("Example Bank 2026", "too close to the name of this site", "Strength of this password: very weak. Avoid your name, your address")]
    [InlineData("kxwq7kxwq7kxwq7kxwq7", "one of the first that others would try", "Avoid characters and words that repeat.")]
    [InlineData("x7!", "too short", "Make it longer")]
    public async Task Without_script_strength_and_advice_are_told_when_it_is_sent(string password, string reason, string strength)
    {
        var page = await SendAsync(Portal, "choice@example.org", password);
        Assert.Contains(reason, page, StringComparison.Ordinal);
        Assert.Contains("role=\"status\"", page, StringComparison.Ordinal);
        Assert.Contains(strength, Hint(page), StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"newPassword-error newPassword-help password-strength\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(password, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_too_where_something_else_is_wrong_and_in_German()
    {
        var mail = await Portal.DeliverAsync("deutsch@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var html = await browser.ReadAsync($"/n/{mail.Token}");
        Assert.Matches("class=\"strength\"[^>]* hidden", html);
        var response = await browser.PostAsync(
            "/register",
            [.. Browser.Hidden(html, "/register"), ("name", ""), ("newPassword", "mmtqzsgrzklvbwp"), ("repeatPassword", "mmtqzsgrzklvbwp")],
            ("Accept-Language", "de"));
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("Stärke dieses Passworts: gut. Machen Sie es länger", Hint(page), StringComparison.Ordinal);
        Assert.DoesNotMatch("class=\"strength\"[^>]* hidden", page);
    }

    [Theory]
    [InlineData("h3ron!Qx", null)]
    [InlineData("h3ron!qx", "This password has no upper-case letter.")]
    [InlineData("heron!Qx", "This password has no digit.")]
    [InlineData("h3ron!Q", "Choose one of at least 8 characters.")]
    public async Task In_the_classic_profile_the_page_says_and_asks_its_rule(string password, string? reason)
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordProfile", "Classic"));
        var mail = await portal.DeliverAsync("classic@example.org", Mails.Plain());
        using var browser = portal.Browser();
        Assert.Contains(
            "At least 8 characters, among them an upper-case letter and a digit.", await browser.ReadAsync($"/n/{mail.Token}"), StringComparison.Ordinal);
        var response = await browser.SubmitAsync($"/n/{mail.Token}", "/register", Fields(mail, password));
        if (reason is null)
        {
            Assert.Equal("/messages?welcome=true", response.Headers.Location?.OriginalString);
        }
        else
        {
            Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_script_is_named_by_its_content_served_to_everybody_and_kept()
    {
        var mail = await Portal.DeliverAsync("script@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var url = Regex.Match(await browser.ReadAsync($"/n/{mail.Token}"), "<script src=\"(/scripts/password-strength\\.js\\?v=[0-9a-f]{16})\" nonce=").Groups[1].Value;
        var response = await browser.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", Header(response, "Cache-Control"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", Header(response, "Content-Security-Policy"));
        var again = await browser.GetAsync(url, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Where_a_password_is_chosen_the_script_runs_by_a_word_of_the_answer_and_elsewhere_it_does_not()
    {
        var mail = await Portal.DeliverAsync("policy@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var choosing = await browser.GetAsync($"/n/{mail.Token}");
        Assert.Matches(HeaderTests.ScriptPolicy, Header(choosing, "Content-Security-Policy"));
        Assert.Equal("no-store", Header(choosing, "Cache-Control"));
        var page = await choosing.Content.ReadAsStringAsync();
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.DoesNotMatch("(?i)\\son[a-z]+=", page);

        var wrong = await browser.PostAsync("/register", Browser.Hidden(page, "/register"));
        Assert.Matches(HeaderTests.ScriptPolicy, Header(wrong, "Content-Security-Policy"));

        using var reader = await Portal.RegisterAsync(mail);
        foreach (var (who, path) in new[] { (browser, "/register"), (reader, $"/messages/{mail.Id:N}") })
        {
            var other = await who.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            Assert.DoesNotContain(OwnScript.PasswordStrength.Url, await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_too_many_passwords_wait_people_are_told_to_come_back_and_lose_no_try()
    {
        await using var portal = await TestPortal.StartAsync();
        var mail = await portal.DeliverAsync("busy@example.org", Mails.Plain());
        using var browser = portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync($"/n/{mail.Token}"), "/register").ToList();
        var signIn = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in").ToList();
        using var go = new ManualResetEventSlim();
        var gate = portal.App.Services.GetRequiredService<PasswordGate>();
        var waiting = Enumerable.Range(0, 64).Select(_ => gate.RunAsync(() => go.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None)).ToList();
        try
        {
            foreach (var answer in new[]
            {
                await browser.PostAsync("/register", [.. form, .. Fields(mail, Deliveries.Password)]),
                await browser.PostAsync("/sign-in", [.. signIn, ("email", "busy@example.org"), ("password", "x")]),
            })
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter!.Delta);
            }
        }
        finally
        {
            go.Set();
        }

        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.Equal(10, await portal.QueryAsync(db => db.InitialPasswords.Select(p => p.TriesLeft).SingleAsync()));
        var later = await browser.PostAsync("/register", [.. form, .. Fields(mail, Deliveries.Password)]);
        Assert.Equal("/messages?welcome=true", later.Headers.Location?.OriginalString);
    }

    private static async Task<string> SendAsync(TestPortal portal, string address, string password)
    {
        var mail = await portal.DeliverAsync(address, Mails.Plain());
        using var browser = portal.Browser();
        var response = await browser.SubmitAsync($"/n/{mail.Token}", "/register", Fields(mail, password));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static (string, string)[] Fields(Delivered mail, string password) =>
        [("initialPassword", mail.InitialPassword ?? "bbbb-cccc-dddd-ffff"), ("name", "Bob Choice"), ("newPassword", password), ("repeatPassword", password)];

    private static string Hint(string page) => Regex.Replace(
        Regex.Match(page, "id=\"password-strength\"[^>]*>(.*?)</p>", RegexOptions.Singleline).Groups[1].Value, "\\s+", " ");

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
