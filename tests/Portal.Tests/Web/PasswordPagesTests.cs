using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>What a signed-in person does about the password, the recovery code and the question.</summary>
public sealed class PasswordPagesTests
{
    private const string Bob = "bob@example.org";
    private const string Page = "/settings/password";
    private const string NewPassword = "nine tired lanterns";

    [Fact]
    public async Task A_change_ends_all_other_sessions_keeps_this_one_under_a_new_secret_and_is_told_by_mail()
    {
        await using var portal = await TestPortal.StartAsync();
        using var browser = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        using var elsewhere = portal.Browser();
        await elsewhere.SubmitAsync("/sign-in", "/sign-in", ("email", Bob), ("password", Deliveries.Password));
        var old = browser.Cookie("__Host-session");

        var response = await ChangeAsync(browser, NewPassword);

        Assert.Equal($"{Page}?saved=true", response.Headers.Location!.OriginalString);
        Assert.Contains("Your password is changed", await browser.ReadAsync($"{Page}?saved=true"), StringComparison.Ordinal);
        Assert.NotEqual(old, browser.Cookie("__Host-session"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/messages")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.GetAsync("/messages")).StatusCode);
        Assert.Equal(1, await portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.PasswordChanged)));
        await elsewhere.SubmitAsync("/sign-in", "/sign-in", ("email", Bob), ("password", NewPassword));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/messages")).StatusCode);
    }

    [Theory]
    [InlineData("", "", "Choose a new password")]
    [InlineData(NewPassword, "something else entirely", "not the same")]
    [InlineData("too short", "too short", "at least 15")]
    [InlineData("bob@example.org", "bob@example.org", "too close to your name")]
    [InlineData(Deliveries.Password, Deliveries.Password, "used this password before")]
    public async Task What_the_tenant_does_not_want_is_refused(string password, string repeated, string says)
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordHistory", "2"));
        using var browser = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        var answer = await browser.SubmitAsync(Page, Page, ("newPassword", password), ("repeatPassword", repeated));
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Page)]
    [InlineData("/settings/recovery-code")]
    [InlineData("/settings/question")]
    public async Task Whoever_has_not_proved_who_he_is_lately_is_asked_again(string page)
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordResetQuestion", "true"));
        using var browser = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).StatusCode);
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.StartsWith("/sign-in/again", (await browser.GetAsync(page)).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_page_that_hashes_says_when_to_come_again_while_too_many_do()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordResetQuestion", "true"));
        using var browser = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        var path = await ForgottenTests.AskAsync(portal, browser);
        var release = new ManualResetEventSlim();
        var gate = portal.App.Services.GetRequiredService<PasswordGate>();
        var jam = Enumerable.Range(0, 64).Select(_ => gate.RunAsync(() => release.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None)).ToList();
        try
        {
            foreach (var (page, fields) in new (string, (string, string)[])[]
            {
                (path, [("newPassword", NewPassword), ("repeatPassword", NewPassword)]),
                (Page, [("newPassword", NewPassword), ("repeatPassword", NewPassword)]),
                ("/settings/question", [("question", "Which boat?"), ("answer", "windrose")]),
            })
            {
                var answer = await browser.SubmitAsync(page, page, fields);
                Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
            }
        }
        finally
        {
            release.Set();
            await Task.WhenAll(jam);
        }

        Assert.Equal("/sign-in?reset=true", (await browser.SubmitAsync(path, path, ("newPassword", NewPassword), ("repeatPassword", NewPassword))).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_question_is_there_where_the_tenant_offers_it_and_shows_no_answer()
    {
        await using var without = await TestPortal.StartAsync();
        using var nobody = await without.RegisterAsync(await without.DeliverAsync(Bob, Mails.Plain()));
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync("/settings/question")).StatusCode);
        Assert.DoesNotContain("/settings/question", await nobody.ReadAsync("/settings"), StringComparison.Ordinal);

        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordResetQuestion", "true"));
        using var browser = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        Assert.Contains("/settings/question", await browser.ReadAsync("/settings"), StringComparison.Ordinal);
        var refused = await browser.SubmitAsync("/settings/question", "/settings/question", ("question", ""), ("answer", "x!"));
        Assert.Contains("answer-error", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await browser.SubmitAsync("/settings/question", "/settings/question", ("question", "Which boat?"), ("answer", "windrose"));
        var page = await browser.ReadAsync("/settings/question");
        Assert.Contains("Which boat?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("windrose", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_counts_once_it_was_typed_back()
    {
        await using var portal = await TestPortal.StartAsync();
        using var browser = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        await browser.SubmitAsync("/settings/recovery-code", "/settings/recovery-code");
        Assert.Equal(0, await portal.QueryAsync(db => db.KeySlots.CountAsync(s => s.Kind == KeySlotKind.Recovery)));
        await ForgottenTests.KeepCodeAsync(browser);
        Assert.Equal(1, await portal.QueryAsync(db => db.KeySlots.CountAsync(s => s.Kind == KeySlotKind.Recovery)));
        Assert.Contains("You have a recovery code already", await browser.ReadAsync("/settings/recovery-code"), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> ChangeAsync(Browser browser, string password) =>
        browser.SubmitAsync(Page, Page, ("newPassword", password), ("repeatPassword", password));
}
