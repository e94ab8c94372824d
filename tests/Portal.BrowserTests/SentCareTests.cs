using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A sender whose message lies unread helps it on, on a phone, without script.</summary>
public sealed class SentCareTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Alice = "alice@example.com";

    [Fact]
    public async Task Notified_again_and_with_a_new_initial_password_the_recipient_comes_to_read()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        var first = (await delivered.Outgoing.ToAsync(Alice))[0];
        await using var senders = await PhoneAsync(delivered);
        var sender = await senders.NewPageAsync();
        var path = SentPages.Link(first);
        await SentPages.TellsAsync(sender, path, Bob, "Stored", "Notice handed over");

        await SentPages.PressAsync(sender, "Notify again", Bob);
        await SentPages.SaysAsync(sender, "A new notice is on its way.");
        var notices = await delivered.Outgoing.ToAsync(Bob, 2);
        Assert.NotEqual(Outgoing.Link(notices[0]), Outgoing.Link(notices[1]));
        await SentPages.TellsAsync(sender, path, Bob, "Stored", "Notice handed over", "Notified again by you");
        await SentPages.ShowsAsync(sender, path, Bob, "Notified, not opened yet");
        await SentPages.LooksAsync(browser, sender, "care-1-notified-again");
        await SentPages.PressAsync(sender, "Notify again", Bob);
        await SentPages.SaysAsync(sender, "A notice was sent only just now.");
        await SentPages.LooksAsync(browser, sender, "care-2-too-soon");
        Assert.Equal(2, (await delivered.Outgoing.ToAsync(Bob, 2)).Count);

        await SentPages.PressAsync(sender, "Send me a new initial password", Bob);
        await SentPages.SaysAsync(sender, "on its way to you by e-mail");
        await SentPages.LooksAsync(browser, sender, "care-3-password");
        var second = (await delivered.Outgoing.ToAsync(Alice, 2))[1];
        await using var readers = await PhoneAsync(delivered);
        var reader = await readers.NewPageAsync();
        await reader.GotoAsync(Outgoing.Link(notices[1]).AbsolutePath);
        await RegisterAsync(reader, Outgoing.InitialPassword(first));
        await Assertions.Expect(reader.GetByRole(AriaRole.Alert)).ToContainTextAsync("initial password is not right", new() { IgnoreCase = true, Timeout = 20_000 });
        await RegisterAsync(reader, Outgoing.InitialPassword(second));
        await Assertions.Expect(reader.GetByText("You are registered.")).ToBeVisibleAsync(FactorPages.Patiently);
        await SentPages.TellsAsync(
            sender, path, Bob, "Stored", "Notice handed over", "Notified again by you", "New initial password sent to you", "Registered");
        await SentPages.LooksAsync(browser, sender, "care-4-registered");
    }

    [Fact]
    public async Task Kept_longer_the_message_has_a_later_end_and_the_record_says_so()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync($"X-Portal-Expires: 14d\n{SampleMails.Contract(Bob)}", Bob);
        await using var senders = await PhoneAsync(delivered);
        var sender = await senders.NewPageAsync();
        var path = SentPages.Link((await delivered.Outgoing.ToAsync(Alice))[0]);
        await SentPages.ShowsAsync(sender, path, Bob, "Notified, not opened yet");
        var before = await EndAsync(sender);
        await SentPages.LooksAsync(browser, sender, "longer-1");

        await sender.GetByRole(AriaRole.Button, new() { Name = "Keep it longer" }).ClickAsync();
        await SentPages.SaysAsync(sender, "The message is kept longer.");
        var after = await EndAsync(sender);
        Assert.True(after > before.AddDays(150), $"{before:O} {after:O}");
        await Assertions.Expect(sender.GetByText("Kept longer", new() { Exact = true })).ToBeVisibleAsync();
        await SentPages.LooksAsync(browser, sender, "longer-2");

        using var record = await RecordAsync(sender);
        var links = record.RootElement.GetProperty("links").EnumerateArray().Select(link => JsonDocument.Parse(link.GetProperty("content").GetString()!).RootElement).ToList();
        Assert.Contains(links, link => link.GetRawText().Contains(Bob, StringComparison.Ordinal));
        Assert.Equal("Extended", links[^1].GetProperty("kind").GetString());
        Assert.Equal(after, Seconds(links[^1].GetProperty("facts").GetProperty("until").GetString()!));
    }

    private Task<IBrowserContext> PhoneAsync(Delivered delivered) => browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);

    private static async Task RegisterAsync(IPage page, string initialPassword)
    {
        await page.GetByLabel("Initial password").FillAsync(initialPassword);
        await page.GetByLabel("Your name").FillAsync("Bob Beispiel");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Registration.Password);
        await page.GetByLabel("Repeat password").FillAsync(Registration.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
    }

    private static async Task<DateTimeOffset> EndAsync(IPage page) =>
        Seconds((await page.Locator("p").Filter(new() { HasText = "It is deleted on" }).Locator("time").Last.GetAttributeAsync("datetime"))!);

    // Pages say times to the second.
    private static DateTimeOffset Seconds(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) is var time ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)) : default;

    private static async Task<JsonDocument> RecordAsync(IPage page)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Signed file (JSON)" }).ClickAsync());
        Assert.Equal("evidence.json", file.SuggestedFilename);
        await using var stream = await file.CreateReadStreamAsync();
        return await JsonDocument.ParseAsync(stream);
    }
}
