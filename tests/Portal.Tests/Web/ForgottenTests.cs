using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>From "forgotten" to a new password, in the browser.</summary>
public sealed partial class ForgottenTests
{
    private const string Bob = "bob@example.org";
    private const string NewPassword = "nine tired lanterns";

    [Fact]
    public async Task A_link_leads_to_a_new_password_and_then_to_the_sign_in_page()
    {
        await using var portal = await TestPortal.StartAsync();
        using var elsewhere = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        using var browser = portal.Browser();
        Assert.Contains("href=\"/forgotten\"", await browser.ReadAsync("/sign-in"), StringComparison.Ordinal);

        var path = await AskAsync(portal, browser);
        for (var look = 0; look < 3; look++)
        {
            Assert.Contains("Choose a new password", await browser.ReadAsync(path), StringComparison.Ordinal); // mail scanners look, too
        }

        var response = await SetAsync(browser, path, NewPassword);
        Assert.Equal("/sign-in?reset=true", response.Headers.Location!.OriginalString);
        Assert.Contains("Your new password is set", await browser.ReadAsync("/sign-in?reset=true"), StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-session"));
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.GetAsync("/messages")).StatusCode);
        Assert.Contains("do not match", await (await SignInAsync(browser, Deliveries.Password)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/messages", (await SignInAsync(browser, NewPassword)).Headers.Location!.OriginalString);
        Assert.DoesNotContain("Your mailbox is closed", await browser.ReadAsync("/messages"), StringComparison.Ordinal);

        using var thief = portal.Browser();
        var again = await thief.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Contains("no longer good", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail")]
    [InlineData("Sms")]
    [InlineData("HelpDesk")]
    public async Task A_known_an_unregistered_and_an_unknown_address_get_the_same_bytes(string way)
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordReset", way));
        using var owner = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        await portal.DeliverAsync("invited@example.org", Mails.Plain("Other"));
        var answers = new List<string>();
        foreach (var address in (string[])[Bob, "invited@example.org", "nobody@example.org", "no address"])
        {
            using var browser = portal.Browser();
            var response = await browser.SubmitAsync("/forgotten", "/forgotten", ("email", address), ("phone", "+41 44 123 45 67"));
            var headers = Nonces().Replace(response.Headers.ToString() + response.Content.Headers, "");
            var next = await browser.ReadAsync(response.Headers.Location!.OriginalString);
            answers.Add($"{response.StatusCode}\n{headers}\n{Nonces().Replace(next, "")}");
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(4, await portal.QueryAsync(db => db.PasswordResets.CountAsync()));
    }

    [Fact]
    public async Task The_owners_browser_gets_a_link_when_strangers_have_asked_too_often_and_no_answer_tells_that_it_does()
    {
        await using var portal = await TestPortal.StartAsync();
        using var owner = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        using var stranger = await portal.RegisterAsync(await portal.DeliverAsync("carl@example.org", Mails.Plain("Other")));
        var answers = new List<string>();
        foreach (var (browser, times) in new[] { (stranger, 7), (owner, 1) })
        {
            foreach (var address in (string[])[Bob, "nobody@example.org"])
            {
                for (var time = 0; time < times; time++)
                {
                    var response = await browser.SubmitAsync("/forgotten", "/forgotten", ("email", address));
                    answers.Add($"{response.StatusCode}\n{Nonces().Replace(response.Headers.ToString() + response.Content.Headers, "")}");
                }
            }

            await portal.App.Services.GetRequiredService<AnswerResets>().RunAsync(CancellationToken.None);
            Assert.Equal(browser == stranger ? 5 : 6, await portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.PasswordReset)));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task An_empty_form_and_a_wrong_code_are_told_so()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordReset", "HelpDesk"));
        using var browser = portal.Browser();
        var page = await (await browser.SubmitAsync("/forgotten", "/forgotten", ("email", " "), ("phone", ""))).Content.ReadAsStringAsync();
        Assert.Contains("Enter your e-mail address", page, StringComparison.Ordinal);
        Assert.Contains("call you back", page, StringComparison.Ordinal);
        foreach (var code in (string[])["", "12345678", "0000-0000-0000-0000-0000-0000-0000"])
        {
            var answer = await browser.SubmitAsync("/forgotten/code", "/forgotten/code", ("code", code));
            Assert.Contains("code-error", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_links_host_is_the_configured_one_whatever_the_request_says()
    {
        await using var portal = await TestPortal.StartAsync();
        using var owner = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        using var browser = portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync("/forgotten"), "/forgotten").Append(("email", Bob));
        await browser.PostAsync("/forgotten", form, ("X-Forwarded-Host", "evil.example"));

        var entry = await EntryAsync(portal);
        var box = VaultBox.Open(portal.App.Services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box);
        Assert.DoesNotContain("evil", System.Text.Encoding.UTF8.GetString(box), StringComparison.Ordinal); // the host is put in from the settings when it leaves
    }

    [Fact]
    public async Task Where_only_the_recipient_opens_mail_the_pages_say_so_and_lead_from_the_code_to_the_closed_mail()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:MailboxRecovery", "RecipientOnly"));
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        using var browser = portal.Browser();
        Assert.Contains("Only you can open your messages", await browser.ReadAsync($"/n/{mail.Token}"), StringComparison.Ordinal);
        var registered = await browser.SubmitAsync(
            $"/n/{mail.Token}", "/register",
            ("initialPassword", mail.InitialPassword!), ("name", "Bob"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));
        Assert.Equal("/settings/recovery-code?welcome=true", registered.Headers.Location!.OriginalString);
        var code = await KeepCodeAsync(browser);

        using var lost = portal.Browser();
        var path = await AskAsync(portal, lost);
        Assert.Contains("may stay closed", await (await SetAsync(lost, path, NewPassword)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/sign-in?reset=true", (await SetAsync(lost, path, NewPassword, ("lose", "true"))).Headers.Location!.OriginalString);
        await SignInAsync(lost, NewPassword);
        Assert.Contains("Closed messages: 1.", await lost.ReadAsync("/messages"), StringComparison.Ordinal);
        var closed = await lost.GetAsync($"/messages/{mail.Id:N}");
        Assert.Equal($"/unlock?returnUrl=/messages/{mail.Id:N}", closed.Headers.Location!.OriginalString);
        var notice = await lost.GetAsync($"/n/{mail.Token}");
        Assert.Equal($"/unlock?returnUrl=/messages/{mail.Id:N}", notice.Headers.Location!.OriginalString);
        using (var stranger = portal.Browser())
        {
            Assert.Contains("action=\"/sign-in", await stranger.ReadAsync($"/n/{mail.Token}"), StringComparison.Ordinal);
        }


        Assert.Contains("mistyped", await (await UnlockAsync(lost, NewPassword, code[..^1])).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("not your password", await (await UnlockAsync(lost, "wrong", code)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var opened = await UnlockAsync(lost, NewPassword, code);
        Assert.Equal("/messages", opened.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync($"/messages/{mail.Id:N}")).StatusCode);

        using var next = portal.Browser();
        await SignInAsync(next, NewPassword);
        Assert.Equal(HttpStatusCode.OK, (await next.GetAsync($"/messages/{mail.Id:N}")).StatusCode);
    }

    [Fact]
    public async Task Anothers_closed_message_is_not_found()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:MailboxRecovery", "RecipientOnly"));
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        using var stranger = portal.Browser();
        var others = await portal.DeliverAsync("carl@example.org", Mails.Plain("Other"));
        await stranger.SubmitAsync(
            $"/n/{others.Token}", "/register",
            ("initialPassword", others.InitialPassword!), ("name", "Carl"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/messages/{mail.Id:N}")).StatusCode);
    }

    internal static async Task<string> KeepCodeAsync(Browser browser)
    {
        var made = await (await browser.SubmitAsync("/settings/recovery-code", "/settings/recovery-code")).Content.ReadAsStringAsync();
        var code = Code().Match(made).Value;
        var box = Browser.Hidden(made, "/settings/recovery-code").ToList();
        var wrong = await browser.PostAsync("/settings/recovery-code", [.. box, ("group", "ZZZZ")]);
        Assert.Contains(code, await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var kept = await browser.PostAsync("/settings/recovery-code", [.. box, ("group", code.Split('-')[3].ToLowerInvariant())]);
        Assert.Equal("/settings/recovery-code?saved=true", kept.Headers.Location!.OriginalString);
        Assert.DoesNotContain(code, await browser.ReadAsync("/settings/recovery-code"), StringComparison.Ordinal);
        return code;
    }

    internal static async Task<string> AskAsync(TestPortal portal, Browser browser)
    {
        var response = await browser.SubmitAsync("/forgotten", "/forgotten", ("email", Bob));
        Assert.Equal("/forgotten?sent=true", response.Headers.Location!.OriginalString);
        var entry = await EntryAsync(portal);
        var mail = JsonDocument.Parse(VaultBox.Open(portal.App.Services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box));
        return $"/reset/{mail.RootElement.GetProperty("Token").GetString()}";
    }

    private static async Task<OutboxEntry> EntryAsync(TestPortal portal)
    {
        await portal.App.Services.GetRequiredService<AnswerResets>().RunAsync(CancellationToken.None);
        for (var attempt = 0; ; attempt++)
        {
            if (await portal.QueryAsync(db => db.Outbox.OrderBy(o => o.CreatedAt).LastOrDefaultAsync(o => o.Kind == OutboxKind.PasswordReset)) is { } entry)
            {
                return entry;
            }

            Assert.True(attempt < 100);
            await Task.Delay(50);
        }
    }

    private static Task<HttpResponseMessage> SetAsync(Browser browser, string path, string password, params (string, string)[] more) =>
        browser.SubmitAsync(path, path, [("newPassword", password), ("repeatPassword", password), .. more]);

    private static Task<HttpResponseMessage> UnlockAsync(Browser browser, string password, string code) =>
        browser.SubmitAsync("/unlock", "/unlock", ("password", password), ("recoveryCode", code));

    private static Task<HttpResponseMessage> SignInAsync(Browser browser, string password) =>
        browser.SubmitAsync("/sign-in", "/sign-in", ("email", Bob), ("password", password));

    [GeneratedRegex("(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")]
    private static partial Regex Code();

    [GeneratedRegex("(?:__Host-[a-z-]+=|__RequestVerificationToken\" type=\"hidden\" value=\")[^;\"]*")]
    private static partial Regex Nonces();
}
