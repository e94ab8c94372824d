using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web;

public sealed class RegisterTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Wrong = "bbbb-cccc-dddd-ffff";

    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_initial_password_and_an_own_one_make_an_account_that_is_signed_in()
    {
        var mail = await Portal.DeliverAsync("new@example.org", Mails.Plain());
        using var reader = await Portal.RegisterAsync(mail, "Erika Beispiel");
        var page = await reader.ReadAsync("/messages?welcome=true");
        Assert.Contains("You are registered.", page, StringComparison.Ordinal);
        Assert.Contains("Erika Beispiel", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_initial_password_keeps_the_name_and_no_password()
    {
        var mail = await Portal.DeliverAsync("wrong@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var page = await TryAsync(browser, mail, Wrong);
        Assert.Contains("This initial password is not right.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"Bob Example\"", page, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"initialPassword-error initialPassword-help\"", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#initialPassword\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Deliveries.Password, page, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-session"));
    }

    [Fact]
    public async Task After_ten_wrong_tries_the_right_one_fails_too()
    {
        var mail = await Portal.DeliverAsync("ten@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("This initial password is not right.", await TryAsync(browser, mail, Wrong), StringComparison.Ordinal);
        }

        Assert.Contains("can no longer be used", await TryAsync(browser, mail, mail.InitialPassword!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_time_the_right_one_fails_too()
    {
        await using var portal = await TestPortal.StartAsync();
        var mail = await portal.DeliverAsync("late@example.org", Mails.Plain());
        portal.Clock.Advance(TimeSpan.FromDays(31));
        using var browser = portal.Browser();
        Assert.Contains("can no longer be used", await TryAsync(browser, mail, mail.InitialPassword!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_use_it_opens_nothing_and_is_no_password()
    {
        var mail = await Portal.DeliverAsync("used@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync($"/n/{mail.Token}"), "/register").ToList();
        using var first = await Portal.RegisterAsync(mail);
        var again = await browser.PostAsync("/register", [.. form, .. Fields(mail.InitialPassword!)]);
        Assert.StartsWith("/sign-in?returnUrl=/messages/", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("email", "used@example.org"), ("password", mail.InitialPassword!));
        Assert.Null(browser.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Of_fifty_at_once_one_succeeds()
    {
        await using var portal = await TestPortal.StartAsync(("Portal:RateLimits:Registrations", "1000"));
        var mail = await portal.DeliverAsync("race@example.org", Mails.Plain());
        using var browser = portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync($"/n/{mail.Token}"), "/register").ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => browser.PostAsync("/register", [.. form, .. Fields(mail.InitialPassword!)])));
        Assert.Single(answers, answer => answer.Headers.Location?.OriginalString == "/messages?welcome=true");
        Assert.Equal(1, await portal.QueryAsync(db => db.Mailboxes.CountAsync(m => m.Address == "race@example.org" && m.AccountId != null)));
    }

    [Theory]
    [InlineData("too short", "This password is too short.")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "one of the first that others would try")]
    [InlineData("weak@example.org", "too close to your name")]
    public async Task A_weak_password_is_refused_and_costs_no_try(string password, string reason)
    {
        var mail = await Portal.DeliverAsync("weak@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var response = await browser.SubmitAsync($"/n/{mail.Token}", "/register", Fields(mail.InitialPassword ?? "x", password));
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var tries = await Portal.QueryAsync(db => db.InitialPasswords
            .Where(p => db.Mailboxes.Any(m => m.Id == p.MailboxId && m.Address == "weak@example.org")).Select(p => p.TriesLeft).SingleAsync());
        Assert.Equal(10, tries);
    }

    [Fact]
    public async Task What_is_missing_is_named_at_the_top_and_at_its_field()
    {
        var mail = await Portal.DeliverAsync("missing@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var page = await (await browser.SubmitAsync($"/n/{mail.Token}", "/register")).Content.ReadAsStringAsync();
        foreach (var field in new[] { "initialPassword", "name", "newPassword" })
        {
            Assert.Contains($"<a href=\"#{field}\">", page, StringComparison.Ordinal);
            Assert.Contains($"id=\"{field}-error\"", page, StringComparison.Ordinal);
        }

        Assert.Contains("<title>Error: Register – Example Bank</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_link_the_page_says_where_to_find_it()
    {
        using var browser = Portal.Browser();
        Assert.Contains("open the link in the e-mail", await browser.ReadAsync("/register"), StringComparison.Ordinal);
        var fields = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in").Append(("token", "AAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/register", [.. fields, .. Fields("x")])).StatusCode);
    }

    private static (string, string)[] Fields(string initialPassword, string password = Deliveries.Password) =>
        [("initialPassword", initialPassword), ("name", "Bob Example"), ("newPassword", password), ("repeatPassword", password)];

    private static async Task<string> TryAsync(Browser browser, Delivered mail, string initialPassword)
    {
        var response = await browser.SubmitAsync($"/n/{mail.Token}", "/register", Fields(initialPassword));
        return await response.Content.ReadAsStringAsync();
    }
}
