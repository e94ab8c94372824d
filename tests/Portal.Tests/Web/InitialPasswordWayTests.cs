using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Registering where the initial password takes another way than the sender's, and signing in to an account that expired.</summary>
public sealed partial class InitialPasswordWayTests
{
    private const string Mobile = "X-Portal-Mobile: +41791234567\n";

    [Fact]
    public async Task Without_an_initial_password_the_form_asks_for_none()
    {
        await using var portal = await StartAsync("None");
        var mail = await portal.DeliverAsync("none@example.org", Mails.Plain());
        Assert.Null(mail.InitialPassword);
        using var browser = portal.Browser();
        var page = await browser.ReadAsync($"/n/{mail.Token}");
        Assert.DoesNotContain("nitial password", page, StringComparison.Ordinal);
        var answer = await browser.SubmitAsync(
            $"/n/{mail.Token}", "/register", ("name", "Bob Example"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));
        Assert.Equal("/messages?welcome=true", answer.Headers.Location?.OriginalString);
        Assert.Contains("Your contract", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_the_link_a_button_sends_it_by_SMS_and_opening_the_link_does_not()
    {
        await using var portal = await StartAsync("SmsAtOpening");
        var mail = await portal.DeliverAsync("opening@example.org", Mobile + Mails.Plain());
        using var browser = portal.Browser();
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains("+41 ••• •• 67", System.Net.WebUtility.HtmlDecode(await browser.ReadAsync($"/n/{mail.Token}")), StringComparison.Ordinal);
        }

        Assert.Empty(await SmsAsync(portal));
        var answer = await browser.SubmitAsync($"/n/{mail.Token}", $"/n/{mail.Token}");
        Assert.Equal($"/n/{mail.Token}?sms=sent", answer.Headers.Location!.OriginalString);
        Assert.Contains("An SMS is on its way", await browser.ReadAsync($"/n/{mail.Token}?sms=sent"), StringComparison.Ordinal);
        var password = Password().Match(Assert.Single(await SmsAsync(portal))).Value;
        using var reader = await portal.RegisterAsync(mail with { InitialPassword = password });
        Assert.DoesNotContain("+4179", portal.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_SMS_are_refused_kindly()
    {
        await using var portal = await StartAsync("SmsAtOpening", ("Sms:MaxPerNumberPerHour", "1"));
        var mail = await portal.DeliverAsync("many@example.org", Mobile + Mails.Plain());
        using var browser = portal.Browser();
        await browser.SubmitAsync($"/n/{mail.Token}", $"/n/{mail.Token}");
        var answer = await browser.SubmitAsync($"/n/{mail.Token}", $"/n/{mail.Token}");
        Assert.Equal($"/n/{mail.Token}?sms=later", answer.Headers.Location!.OriginalString);
        Assert.Contains("Too many SMS", await browser.ReadAsync($"/n/{mail.Token}?sms=later"), StringComparison.Ordinal);
        Assert.Single(await SmsAsync(portal));
    }

    [Fact]
    public async Task Where_the_way_is_another_the_button_is_missing_and_its_request_sends_nothing()
    {
        await using var portal = await StartAsync("SmsAtSending");
        var mail = await portal.DeliverAsync("sending@example.org", Mobile + Mails.Plain());
        using var browser = portal.Browser();
        var page = await browser.ReadAsync($"/n/{mail.Token}");
        Assert.Contains("It came to your mobile phone by SMS", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"/n/{mail.Token}\"", page, StringComparison.Ordinal);
        var answer = await browser.PostAsync($"/n/{mail.Token}", [.. Browser.Hidden(page, "/register").Where(field => field.Item1 != "token")]);
        Assert.Equal($"/n/{mail.Token}", answer.Headers.Location!.OriginalString);
        Assert.Single(await SmsAsync(portal));
    }

    [Fact]
    public async Task That_an_account_expired_is_told_after_the_right_password_alone()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:AccountUnusedLifetime", "30.00:00:00"));
        var mail = await portal.DeliverAsync("unused@example.org", Mails.Plain());
        (await portal.RegisterAsync(mail)).Dispose();
        portal.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await portal.App.Services.GetRequiredService<ExpireUnused>().RunAsync(CancellationToken.None));
        using var browser = portal.Browser();

        Assert.Contains("Address and password do not match.", await TryAsync(browser, "wrong"), StringComparison.Ordinal);
        Assert.Contains("has expired. Your messages are still there.", await TryAsync(browser, Deliveries.Password), StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-session"));
    }

    private static Task<TestPortal> StartAsync(string channel, params (string, string)[] more) => TestPortal.StartAsync(
    [
        ("Tenants:default:InitialPasswordChannel", channel), ("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"),
        ("Sms:Http:Url", "https://sms.example/"), ("Sms:Http:Body", "{number}{text}"), .. more,
    ]);

    private static async Task<string> TryAsync(Browser browser, string password) => await (await browser.SubmitAsync(
        "/sign-in", "/sign-in", ("email", "unused@example.org"), ("password", password))).Content.ReadAsStringAsync();

    private static async Task<List<string>> SmsAsync(TestPortal portal)
    {
        var vault = portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Sms).ToListAsync());
        return [.. entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement.GetProperty("Text").GetString()!)];
    }

    [GeneratedRegex("[a-z]{5}-[a-z]{5}")]
    private static partial Regex Password();
}
