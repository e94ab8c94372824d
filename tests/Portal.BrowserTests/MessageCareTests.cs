using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>"Not for me", "Is this e-mail real?" and "Keep longer" on a phone: without script, and looked at by axe with it.</summary>
public sealed partial class MessageCareTests(Browser browser) : IClassFixture<Browser>
{
    private const string Alice = "alice@example.com";
    private const string Bob = "bob@example.org";
    private const string Carol = "carol@example.org";

    [Fact]
    public async Task Without_script_a_notice_is_checked_a_message_is_kept_longer_and_one_is_sent_back()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:AlertAddress=privacy@example.com");
        await delivered.SendAsync("X-Portal-Expires: 3d\r\n" + SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Is an e-mail from us real?" }).ClickAsync();
        await AskAsync(page, "AAAAA-AAAAA");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No: we do not know this code");
        await SeenAsync(page, "check-no");
        await AskAsync(page, Code().Match((await delivered.Outgoing.ToAsync(Bob))[0]).Groups[1].Value);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("b***@example.org");
        Assert.Equal("/check", new Uri(page.Url).PathAndQuery);
        await SeenAsync(page, "check-yes");

        await Registration.RegisterAsync(page, delivered, Bob);
        await page.Locator("a.mail-link").First.ClickAsync();
        await Assertions.Expect(page.GetByText("deleted for good on")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep longer" })).ToHaveCountAsync(0); // its sender named the end
        await delivered.MakeEndsTheTenantsAsync();
        await page.ReloadAsync();
        await SeenAsync(page, "keep");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep longer" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByText("deleted for good on")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep longer" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Not for me" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Is this message not for you?" })).ToBeVisibleAsync();
        await SeenAsync(page, "not-for-me");
        await page.GetByRole(AriaRole.Button, new() { Name = "It is not for me: lock it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This message is locked" })).ToBeVisibleAsync();
        await SeenAsync(page, "locked");
        Assert.Contains("72 hours", Unfolded((await delivered.Outgoing.ToAsync(Alice, 2))[^1]), StringComparison.Ordinal);
        Assert.Contains(Alice, (await delivered.Outgoing.ToAsync("privacy@example.com"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_will_not_register_sends_a_message_back_by_the_notices_link()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:Language=de");
        await delivered.SendAsync(SampleMails.Contract(Carol), Carol);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844, locale: "de-CH");
        var page = await context.NewPageAsync();
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Carol))[0]).AbsolutePath);
        await SeenAsync(page, "notice");
        await page.GetByRole(AriaRole.Link, new() { Name = "Nicht für mich" }).ClickAsync();
        await SeenAsync(page, "not-for-me-link");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sie ist nicht für mich: sperren" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Diese Nachricht ist gesperrt" })).ToBeVisibleAsync();
        await SeenAsync(page, "locked-link");
        await delivered.Outgoing.ToAsync(Alice, 2);
    }

    [Fact]
    public async Task The_pages_pass_axe()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync("X-Portal-Expires: 3d\r\n" + SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var page = await context.NewPageAsync();
        var link = Outgoing.Link((await delivered.Outgoing.ToAsync(Bob))[0]).AbsolutePath;
        foreach (var path in (string[])["/check", link, $"{link}/not-for-me", "/sign-in"])
        {
            await page.GotoAsync(path);
            await Axe.CheckAsync(page);
        }

        await page.GotoAsync("/check");
        await AskAsync(page, "AAAAA-AAAAA");
        await Axe.CheckAsync(page);
        await AskAsync(page, Code().Match((await delivered.Outgoing.ToAsync(Bob))[0]).Groups[1].Value);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("b***@example.org");
        await Axe.CheckAsync(page);
        await Registration.RegisterAsync(page, delivered, Bob);
        await delivered.MakeEndsTheTenantsAsync();
        await page.Locator("a.mail-link").First.ClickAsync();
        var message = new Uri(page.Url).AbsolutePath;
        await Axe.CheckAsync(page);
        await page.GotoAsync($"{message}/not-for-me");
        await Axe.CheckAsync(page);
        await page.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This message is locked" })).ToBeVisibleAsync();
        await Axe.CheckAsync(page);
    }

    private static async Task AskAsync(IPage page, string code)
    {
        await page.GetByLabel("Code from the e-mail").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
    }

    // No page is wider than the phone; PORTAL_SCREENSHOTS names a folder for who wants to look.
    private static async Task SeenAsync(IPage page, string name)
    {
        Assert.True((await page.Locator("main").BoundingBoxAsync())!.Width <= 390, page.Url);
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    private static string Unfolded(string mail) => string.Join(' ', mail.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^([0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5})\r?$", RegexOptions.Multiline)]
    private static partial Regex Code();
}
