using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>The whole way of a first mail, as a person without script goes it.</summary>
public sealed class FirstMailTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Password = "a quiet river in november";

    [Fact]
    public async Task A_recipient_registers_reads_and_fetches_an_attachment_without_script()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false);
        var page = await context.NewPageAsync();

        await RegisterAsync(page, delivered);
        await Assertions.Expect(page.GetByText("Your contract for 2027").First).ToBeVisibleAsync();
        await page.GotoAsync("/messages");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Your contract for 2027") }).ClickAsync();
        await ReadAsync(page);
        await SignOutAndInAsync(page);
    }

    [Fact]
    public async Task The_same_way_in_German()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:Language=de");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        var notice = (await delivered.Outgoing.ToAsync(Bob))[0];
        await using var context = await browser.ContextAsync(delivered.Portal.Web, locale: "de-CH");
        var page = await context.NewPageAsync();
        await page.GotoAsync(Outgoing.Link(notice).AbsolutePath);
        Assert.Equal("de", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEmpty(Outgoing.InitialPassword((await delivered.Outgoing.ToAsync("alice@example.com"))[0]));
    }

    private static async Task RegisterAsync(IPage page, Delivered delivered)
    {
        var notice = (await delivered.Outgoing.ToAsync(Bob))[0];
        var password = Outgoing.InitialPassword((await delivered.Outgoing.ToAsync("alice@example.com"))[0]);
        Assert.DoesNotContain("contract", notice, StringComparison.OrdinalIgnoreCase);
        await page.GotoAsync(Outgoing.Link(notice).AbsolutePath);
        await page.GetByLabel("Initial password").FillAsync(password);
        await page.GetByLabel("Your name").FillAsync("Bob Beispiel");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Repeat password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
    }

    private static async Task ReadAsync(IPage page)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your contract for 2027" })).ToBeVisibleAsync();
        var body = page.FrameLocator("iframe");
        await Assertions.Expect(body.GetByText("1,200 €")).ToBeVisibleAsync();
        var width = await body.GetByAltText("Example Bank").EvaluateAsync<int>("i => i.naturalWidth");
        Assert.Equal(24, width);
        Assert.DoesNotContain("tracker.example.net", await page.ContentAsync(), StringComparison.Ordinal);
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { NameRegex = new("Fees 2027.csv|Download") }).First.ClickAsync());
        Assert.Equal("Fees 2027.csv", download.SuggestedFilename);
        await using var content = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        Assert.Equal(SampleMails.Attachment.TrimEnd(), (await reader.ReadToEndAsync()).TrimEnd());
    }

    private static async Task SignOutAndInAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync("/messages");
        await page.GetByLabel("E-mail address").FillAsync(Bob);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync();
    }
}
