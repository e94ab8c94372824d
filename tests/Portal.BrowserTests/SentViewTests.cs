using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A sender follows his message on a phone, without script: sees each state, locks, unlocks, and takes back.</summary>
public sealed class SentViewTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Carol = "carol.with.a.rather.long.name@department.example.org";
    private const string Alice = "alice@example.com";

    [Fact]
    public async Task A_sender_sees_what_becomes_of_a_message_locks_it_and_takes_it_back_unread()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:SentConfirmation=On");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob, Carol);
        await using var senders = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var sender = await senders.NewPageAsync();
        var mails = await delivered.Outgoing.ToAsync(Alice, 3);
        var confirmation = mails.Single(mail => Outgoing.InitialPassword(mail).Length == 0);
        Assert.All((string[])[Bob, Carol], address => Assert.Contains(address, confirmation, StringComparison.Ordinal));
        await delivered.Outgoing.ToAsync(Bob);
        var link = SentPages.Link(confirmation);
        await SentPages.ShowsAsync(sender, link, Bob, "Notified, not opened yet");
        await SentPages.LooksAsync(browser, sender, "1-notified");

        await using var readers = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var reader = await readers.NewPageAsync();
        await RegisterAsync(reader, delivered, mails);
        await SentPages.ShowsAsync(sender, link, Bob, "Registered, not opened yet");
        await SentPages.PressAsync(sender, "Lock", Bob);
        await SentPages.SaysAsync(sender, "The message is locked");
        await reader.ReloadAsync();
        await Assertions.Expect(reader.Locator(".mail-subject")).ToHaveTextAsync("Nobody can open it");
        await SentPages.LooksAsync(browser, reader, "2-locked-inbox");
        await reader.Locator("a.mail-link").ClickAsync();
        await Assertions.Expect(reader.GetByRole(AriaRole.Heading, new() { Name = "This message is locked" })).ToBeVisibleAsync();
        await SentPages.LooksAsync(browser, reader, "3-locked");

        await SentPages.ShowsAsync(sender, link, Bob, "Locked");
        await SentPages.LooksAsync(browser, sender, "4-locked-view");
        await SentPages.PressAsync(sender, "Unlock", Bob);
        await reader.ReloadAsync();
        await Assertions.Expect(reader.GetByRole(AriaRole.Heading, new() { Name = "Your contract for 2027" })).ToBeVisibleAsync();
        await SentPages.ShowsAsync(sender, link, Bob, "Opened");

        await SentPages.PressAsync(sender, "Take back", Carol);
        await Assertions.Expect(sender.GetByRole(AriaRole.Heading, new() { Name = "Take this message back?" })).ToBeVisibleAsync();
        await SentPages.LooksAsync(browser, sender, "5-ask");
        await sender.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await SentPages.SaysAsync(sender, "taken back before anybody opened it");
        await SentPages.ShowsAsync(sender, link, Carol, "Taken back unopened");
        await SentPages.LooksAsync(browser, sender, "6-taken-back");

        // By keyboard, in German.
        await sender.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).PressAsync("Enter");
        await Assertions.Expect(sender.GetByRole(AriaRole.Heading, new() { Name = "Was aus Ihrer Nachricht wurde" })).ToBeVisibleAsync();
        await SentPages.LooksAsync(browser, sender, "7-german");
        var file = await sender.RunAndWaitForDownloadAsync(() => sender.GetByRole(AriaRole.Link, new() { Name = "Zum Lesen (PDF)" }).PressAsync("Enter"));
        Assert.Equal("evidence.pdf", file.SuggestedFilename);
        if (SentPages.Folder is { } folder)
        {
            await file.SaveAsAsync(Path.Combine(folder, "evidence.pdf"));
        }
    }

    private static async Task RegisterAsync(IPage page, Delivered delivered, IReadOnlyList<string> mails)
    {
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Bob))[0]).AbsolutePath);
        var password = mails.First(mail => Outgoing.InitialPassword(mail).Length > 0 && mail.Contains(Bob, StringComparison.Ordinal) && !mail.Contains("carol", StringComparison.Ordinal));
        await page.GetByLabel("Initial password").FillAsync(Outgoing.InitialPassword(password));
        await page.GetByLabel("Your name").FillAsync("Bob Beispiel");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Registration.Password);
        await page.GetByLabel("Repeat password").FillAsync(Registration.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are registered.")).ToBeVisibleAsync(FactorPages.Patiently);
        await page.GotoAsync("/messages");
    }
}
