using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Mail that only its owner opens and that the sign-in has left closed: nothing makes it worse, and the pages lead to what opens it.</summary>
public sealed class ClosedMailTests
{
    private const string Bob = "bob@example.org";
    private const string Password = "/settings/password";
    private const string NewPassword = "nine tired lanterns";

    [Fact]
    public async Task Where_the_present_password_opens_nothing_the_former_one_is_asked_for_and_opens_it_for_good()
    {
        await using var portal = await RecipientOnlyAsync();
        using var browser = await ClosedAsync(portal);
        Assert.DoesNotContain("formerPassword", await browser.ReadAsync("/unlock"), StringComparison.Ordinal);

        var nothing = await (await UnlockAsync(browser, ("password", NewPassword))).Content.ReadAsStringAsync();
        Assert.Contains("This opens none of these messages", nothing, StringComparison.Ordinal);
        Assert.Contains("name=\"formerPassword\"", nothing, StringComparison.Ordinal);
        var alone = await browser.PostAsync("/unlock", [.. Browser.Hidden(nothing, "/unlock"), ("recoveryCode", "any"), ("formerPassword", Deliveries.Password)]);
        Assert.Contains("Enter your password of today as well", await alone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var wrong = await browser.PostAsync("/unlock", [.. Browser.Hidden(nothing, "/unlock"), ("password", NewPassword), ("formerPassword", "a wrong one")]);
        Assert.Contains("name=\"formerPassword\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var right = await browser.PostAsync("/unlock", [.. Browser.Hidden(nothing, "/unlock"), ("password", NewPassword), ("formerPassword", Deliveries.Password)]);

        Assert.Equal("/messages", right.Headers.Location!.OriginalString);
        using var next = await SignInAsync(portal);
        Assert.Contains("All your messages are open", await next.ReadAsync("/unlock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_is_refused_while_it_would_leave_mail_behind_and_the_page_leads_to_what_opens_it()
    {
        await using var portal = await RecipientOnlyAsync();
        using var browser = await ClosedAsync(portal);
        var before = await HashAsync(portal);

        var page = await browser.ReadAsync(Password);
        Assert.Contains("Some of your messages are closed", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/unlock?returnUrl=/settings/password\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"newPassword\"", page, StringComparison.Ordinal);
        var posted = await browser.PostAsync(
            Password, [.. Browser.Hidden(await browser.ReadAsync("/settings/phrase"), "/settings/phrase"), ("newPassword", "some other words"), ("repeatPassword", "some other words")]);

        Assert.Contains("Some of your messages are closed", await posted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await HashAsync(portal));
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_made_and_the_other_is_told_so()
    {
        await using var portal = await TestPortal.StartAsync();
        using var one = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        using var other = portal.Browser();
        await other.SubmitAsync("/sign-in", "/sign-in", ("email", Bob), ("password", Deliveries.Password));

        var answers = await Task.WhenAll(ChangeAsync(one, "some other words"), ChangeAsync(other, NewPassword));

        var places = answers.Select(a => a.Headers.Location!.OriginalString).ToList();
        Assert.Single(places, $"{Password}?saved=true");
        Assert.Single(places, place => place.StartsWith("/sign-in", StringComparison.Ordinal));
        Assert.Contains("changed at the same moment", await portal.Browser().ReadAsync("/sign-in?changed=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_recovery_code_leaves_out_leads_to_a_new_code_at_once()
    {
        await using var portal = await RecipientOnlyAsync();
        using var browser = await RegisterAsync(portal);
        await ForgottenTests.KeepCodeAsync(browser);
        const string page = "/settings/addresses";
        await browser.SubmitAsync(page, $"{page}?handler=Add", ("address", "bob.second@example.org"));
        var proof = (await portal.QueryAsync(db => db.AddressProofs.SingleAsync())).Id.ToString("N");

        var joined = await browser.SubmitAsync(page, $"{page}?handler=Prove", ("id", proof), ("code", await CodeAsync(portal)), ("password", Deliveries.Password));

        Assert.Equal("/settings/recovery-code?added=true", joined.Headers.Location!.OriginalString);
        Assert.Contains("does not open the messages to all of your addresses", await browser.ReadAsync("/settings/recovery-code?added=true"), StringComparison.Ordinal);
    }

    private static Task<TestPortal> RecipientOnlyAsync() => TestPortal.StartAsync(("Tenants:default:MailboxRecovery", "RecipientOnly"));

    private static async Task<Browser> RegisterAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        var browser = portal.Browser();
        await browser.SubmitAsync(
            $"/n/{mail.Token}", "/register",
            ("initialPassword", mail.InitialPassword!), ("name", "Bob"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));
        return browser;
    }

    // As an older backup of one table leaves it: the password is the new one, the mailbox's slot is the former one's.
    private static async Task<Browser> ClosedAsync(TestPortal portal)
    {
        using var browser = await RegisterAsync(portal);
        var former = await SlotAsync(portal);
        Assert.Equal($"{Password}?saved=true", (await ChangeAsync(browser, NewPassword)).Headers.Location!.OriginalString);
        await portal.QueryAsync(db => db.KeySlots.Where(s => s.Kind == KeySlotKind.Password)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Slot, former)));
        return await SignInAsync(portal);
    }

    private static async Task<Browser> SignInAsync(TestPortal portal)
    {
        var browser = portal.Browser();
        var answer = await browser.SubmitAsync("/sign-in", "/sign-in", ("email", Bob), ("password", NewPassword));
        Assert.Equal("/messages", answer.Headers.Location!.OriginalString);
        return browser;
    }

    private static Task<HttpResponseMessage> ChangeAsync(Browser browser, string password) =>
        browser.SubmitAsync(Password, Password, ("newPassword", password), ("repeatPassword", password));

    private static Task<HttpResponseMessage> UnlockAsync(Browser browser, params (string, string)[] fields) => browser.SubmitAsync("/unlock", "/unlock", fields);

    private static Task<byte[]> SlotAsync(TestPortal portal) =>
        portal.QueryAsync(db => db.KeySlots.Where(s => s.Kind == KeySlotKind.Password).Select(s => s.Slot).SingleAsync());

    private static Task<string?> HashAsync(TestPortal portal) => portal.QueryAsync(db => db.Users.Select(a => a.PasswordHash).SingleAsync());

    private static async Task<string> CodeAsync(TestPortal portal)
    {
        var entry = await portal.QueryAsync(db => db.Outbox.SingleAsync(o => o.Kind == OutboxKind.AddressCode));
        return JsonDocument.Parse(VaultBox.Open(portal.App.Services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box))
            .RootElement.GetProperty("Code").GetString()!;
    }
}
