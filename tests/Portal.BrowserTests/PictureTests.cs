using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Writes the pictures that the README shows, so that they are always of the present pages.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Password = "a quiet river in november";

    [Fact]
    public async Task Inbox_and_message_at_390_and_1280_pixels_fit_their_width_and_pass_axe()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:DisplayName=Example Bank");
        await delivered.SendAsync(SampleMails.Short(Bob, "Example Bank <news@example.com>", "Your quarter at a glance", "Hello"), Bob);
        await delivered.SendAsync(SampleMails.Short(Bob, "Dr. Anna Muster <anna@example.com>", "Question about your mail", "Hello"), Bob);
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        var page = await context.NewPageAsync();
        await RegisterAsync(page, delivered);
        foreach (var width in new[] { 1280, 390 })
        {
            await page.SetViewportSizeAsync(width, width == 390 ? 844 : 900);
            await page.GotoAsync("/messages");
            await LookAsync(page, $"inbox-{width}.png");
            await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Your contract for 2027") }).ClickAsync();
            await Assertions.Expect(page.FrameLocator("iframe").GetByText("Dear Bob")).ToBeVisibleAsync();
            await LookAsync(page, $"message-{width}.png");
        }
    }

    private static async Task RegisterAsync(IPage page, Delivered delivered)
    {
        var notice = (await delivered.Outgoing.ToAsync(Bob))[0];
        await page.GotoAsync(Outgoing.Link(notice).AbsolutePath);
        await Axe.CheckAsync(page);
        var sender = delivered.Outgoing.All().First(mail => Outgoing.InitialPassword(mail).Length > 0);
        await page.GetByLabel("Initial password").FillAsync(Outgoing.InitialPassword(sender));
        await page.GetByLabel("Your name").FillAsync("Bob Beispiel");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Repeat password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, overflow);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Corpora.Root, "docs", "images", name) });
        await Axe.CheckAsync(page);
    }
}
