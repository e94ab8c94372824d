using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>Signing in with a code that goes to the mailbox.</summary>
public sealed class MailCodeSignInTests : IAsyncLifetime
{
    private const string Bob = "bob@example.org";
    private TestPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(("Tenants:default:SignInByMailCode", "true"), ("Portal:RateLimits:MailCodes", "12"));
        using var bob = await _portal.RegisterAsync(await _portal.DeliverAsync(Bob, Mails.Plain()));
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task A_code_from_the_mailbox_signs_in_once()
    {
        using var browser = _portal.Browser();
        Assert.Contains("Sign in with a code by e-mail", await browser.ReadAsync("/sign-in"), StringComparison.Ordinal);
        await AskAsync(browser, Bob, "/sign-in/code?returnUrl=/messages?older=x");
        var kept = browser.Cookie("__Host-mail-code")!;
        var code = Assert.Single(await _portal.CodesAsync(Bob));
        Assert.Matches("^[0-9]{8}$", code);
        ProviderBench.AssertSignedIn(await EnterAsync(browser, code), browser, "/messages?older=x");
        using var thief = _portal.Browser();
        thief.SetCookie("__Host-mail-code", kept);
        Assert.Contains("good no more", await (await EnterAsync(thief, code)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(thief.Cookie("__Host-session"));
    }

    [Fact]
    public async Task A_code_is_good_in_the_browser_that_asked_and_in_no_other()
    {
        using var browser = _portal.Browser();
        await AskAsync(browser, Bob);
        var code = Assert.Single(await _portal.CodesAsync(Bob));
        using var other = _portal.Browser();
        Assert.Equal("/sign-in/code", (await other.GetAsync("/sign-in/code/enter")).Headers.Location!.OriginalString);
        await AskAsync(other, "carl@example.org");
        Assert.Contains("not the code", await (await EnterAsync(other, code)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_the_pages_spends_nothing()
    {
        using var browser = _portal.Browser();
        await AskAsync(browser, Bob);
        for (var i = 0; i < 20; i++)
        {
            await browser.GetAsync("/sign-in/code/enter");
            await browser.GetAsync("/sign-in/code");
        }

        ProviderBench.AssertSignedIn(await EnterAsync(browser, Assert.Single(await _portal.CodesAsync(Bob))), browser);
    }

    [Fact]
    public async Task After_ten_wrong_tries_the_right_code_is_good_no_more()
    {
        using var browser = _portal.Browser();
        await AskAsync(browser, Bob);
        var code = Assert.Single(await _portal.CodesAsync(Bob));
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("not the code", await (await EnterAsync(browser, MailedCode.Wrong(code))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("good no more", await (await EnterAsync(browser, code)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-session"));
    }

    [Fact]
    public async Task After_ten_minutes_a_code_is_good_no_more()
    {
        using var browser = _portal.Browser();
        await AskAsync(browser, Bob);
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));
        var code = Assert.Single(await _portal.CodesAsync(Bob));
        Assert.Contains("good no more", await (await EnterAsync(browser, code)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_invited_and_unknown_addresses_get_the_same_answers_but_only_the_known_one_gets_mail()
    {
        await _portal.DeliverAsync("invited@example.org", Mails.Plain(to: "invited@example.org"));
        var answers = new List<string>();
        foreach (var address in new[] { Bob, "invited@example.org", "nobody@example.org" })
        {
            using var browser = _portal.Browser();
            var asked = await AskAsync(browser, address);
            var page = await browser.ReadAsync("/sign-in/code/enter");
            var wrong = await (await EnterAsync(browser, "00000000")).Content.ReadAsStringAsync();
            answers.Add(string.Join('\n', (int)asked.StatusCode, Plain(page, address), Plain(wrong, address)));
        }

        Assert.Single(answers.Distinct());
        Assert.Single(await _portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == Core.Storage.Model.OutboxKind.MailCode).ToListAsync()));
        Assert.Equal(3, await _portal.QueryAsync(db => db.MailCodes.CountAsync()));
    }

    [Fact]
    public async Task One_address_gets_five_codes_an_hour()
    {
        using var browser = _portal.Browser();
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal("/sign-in/code/enter", (await AskAsync(browser, Bob)).Headers.Location!.OriginalString);
        }

        Assert.Equal(5, (await _portal.CodesAsync(Bob)).Count);
        _portal.Clock.Advance(TimeSpan.FromHours(1));
        await AskAsync(browser, Bob);
        Assert.Equal(6, (await _portal.CodesAsync(Bob)).Count);
    }

    [Fact]
    public async Task The_owners_browser_gets_a_code_when_strangers_have_asked_too_often()
    {
        using var owner = _portal.Browser();
        await owner.PasswordAsync(Bob);
        await owner.SubmitAsync("/messages", "/sign-out");
        using var stranger = await _portal.RegisterAsync(await _portal.DeliverAsync("carl@example.org", Mails.Plain()));
        await stranger.SubmitAsync("/messages", "/sign-out");
        for (var i = 0; i < 7; i++)
        {
            await AskAsync(stranger, Bob);
        }

        Assert.Equal(5, (await _portal.CodesAsync(Bob)).Count);
        await AskAsync(owner, Bob);
        var codes = await _portal.CodesAsync(Bob);
        Assert.Equal(6, codes.Count);
        ProviderBench.AssertSignedIn(await EnterAsync(owner, codes[^1]), owner);
    }

    [Fact]
    public async Task One_network_asks_only_so_often()
    {
        using var browser = _portal.Browser();
        var states = new List<HttpStatusCode>();
        for (var i = 0; i < 13; i++)
        {
            states.Add((await AskAsync(browser, $"person-{i}@example.org")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, states[^1]);
        Assert.All(states[..^1], state => Assert.Equal(HttpStatusCode.Redirect, state));
    }

    [Fact]
    public async Task Where_the_tenant_does_not_allow_it_there_is_no_such_page()
    {
        await using var portal = await TestPortal.StartAsync();
        using var browser = portal.Browser();
        Assert.DoesNotContain("/sign-in/code", await browser.ReadAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sign-in/code")).StatusCode);
        var fields = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/sign-in/code", [.. fields, ("email", Bob)])).StatusCode);
    }

    private static Task<HttpResponseMessage> AskAsync(Browser browser, string address, string page = "/sign-in/code") =>
        browser.SubmitAsync(page, "/sign-in/code", ("email", address));

    private static Task<HttpResponseMessage> EnterAsync(Browser browser, string code) =>
        browser.SubmitAsync("/sign-in/code/enter", "/sign-in/code/enter", ("code", code));

    private static string Plain(string page, string address) => System.Text.RegularExpressions.Regex.Replace(
        page.Replace(address, "ADDRESS", StringComparison.Ordinal), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"[^\"]*\"", "");
}
