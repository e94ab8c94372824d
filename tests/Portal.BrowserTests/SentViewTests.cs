using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A sender follows his message on a phone, without script: sees each state, locks, unlocks, and takes back.</summary>
[Collection(SharedBrowser.Name)]
public sealed partial class SentViewTests(Browser browser)
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
        var link = new Uri(Link().Match(confirmation).Value).AbsolutePath;
        await ShowsAsync(sender, link, Bob, "Notified, not opened yet");
        await LooksAsync(sender, "1-notified");

        await using var readers = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var reader = await readers.NewPageAsync();
        await RegisterAsync(reader, delivered, mails);
        await ShowsAsync(sender, link, Bob, "Registered, not opened yet");
        await PressAsync(sender, "Lock", Bob);
        await Assertions.Expect(sender.GetByRole(AriaRole.Status)).ToContainTextAsync("The message is locked");
        await reader.ReloadAsync();
        await Assertions.Expect(reader.Locator(".mail-subject")).ToHaveTextAsync("Nobody can open it");
        await LooksAsync(reader, "2-locked-inbox");
        await reader.Locator("a.mail-link").ClickAsync();
        await Assertions.Expect(reader.GetByRole(AriaRole.Heading, new() { Name = "This message is locked" })).ToBeVisibleAsync();
        await LooksAsync(reader, "3-locked");

        await ShowsAsync(sender, link, Bob, "Locked");
        await LooksAsync(sender, "4-locked-view");
        await PressAsync(sender, "Unlock", Bob);
        await reader.ReloadAsync();
        await Assertions.Expect(reader.GetByRole(AriaRole.Heading, new() { Name = "Your contract for 2027" })).ToBeVisibleAsync();
        await ShowsAsync(sender, link, Bob, "Opened");

        await PressAsync(sender, "Take back", Carol);
        await Assertions.Expect(sender.GetByRole(AriaRole.Heading, new() { Name = "Take this message back?" })).ToBeVisibleAsync();
        await LooksAsync(sender, "5-ask");
        await sender.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Assertions.Expect(sender.GetByRole(AriaRole.Status)).ToContainTextAsync("taken back before anybody opened it");
        await ShowsAsync(sender, link, Carol, "Taken back unopened");
        await LooksAsync(sender, "6-taken-back");

        // By keyboard, in German.
        await sender.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).PressAsync("Enter");
        await Assertions.Expect(sender.GetByRole(AriaRole.Heading, new() { Name = "Was aus Ihrer Nachricht wurde" })).ToBeVisibleAsync();
        await LooksAsync(sender, "7-german");
        var file = await sender.RunAndWaitForDownloadAsync(() => sender.GetByRole(AriaRole.Link, new() { Name = "Zum Lesen (PDF)" }).PressAsync("Enter"));
        Assert.Equal("evidence.pdf", file.SuggestedFilename);
        if (Folder is { } folder)
        {
            await file.SaveAsAsync(Path.Combine(folder, "evidence.pdf"));
        }
    }

    private static string? Folder => Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private static ILocator Recipient(IPage page, string address) => page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = address }) });

    private static Task PressAsync(IPage page, string button, string address) =>
        Recipient(page, address).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    // The state is written down a moment after the mail has left.
    private static async Task ShowsAsync(IPage page, string link, string address, string state)
    {
        for (var i = 0; i < 50; i++)
        {
            await page.GotoAsync(link);
            if (await Recipient(page, address).Locator(".note strong").InnerTextAsync() == state)
            {
                return;
            }

            await Task.Delay(200);
        }

        await Assertions.Expect(Recipient(page, address).Locator(".note strong")).ToHaveTextAsync(state);
    }

    private async Task LooksAsync(IPage page, string name)
    {
        Assert.Equal(390, await page.Locator("html").EvaluateAsync<int>("html => html.scrollWidth"));
        if (Folder is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"sent-{name}.png"), FullPage = true });
        }

        // axe needs script, which this person's browser has not: another one looks at the same address.
        await using var context = await browser.ContextAsync(new Uri(page.Url), script: true, width: 390, height: 844);
        await context.AddCookiesAsync((await page.Context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Url = new Uri(new Uri(page.Url), "/").ToString(), Secure = true, HttpOnly = true }));
        var copy = await context.NewPageAsync();
        await copy.GotoAsync(page.Url);
        await Axe.CheckAsync(copy);
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
        await page.GotoAsync("/messages");
    }

    [GeneratedRegex(@"https://[^\s""<>]+/sent/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
