using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>An answer with a file, written on a phone, without script.</summary>
public sealed class ReplyTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";

    [Fact]
    public async Task An_answer_with_a_file_is_written_looked_at_kept_and_sent()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.Locator("a.mail-link").First.ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Reply", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reply", Exact = true })).ToBeVisibleAsync();
        Assert.StartsWith("Re: ", await page.GetByLabel("Subject").InputValueAsync(), StringComparison.Ordinal);
        Assert.Contains("wrote:\n> ", await page.GetByLabel("Message", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);

        // By keyboard: the text, then the next button, which shows the preview.
        await page.GetByLabel("Message", new() { Exact = true }).FillAsync("Thank **you**\n\n- one\n- two");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).PressAsync("Enter");
        await Assertions.Expect(page.Locator(".compose-text strong")).ToHaveTextAsync("you");
        await Assertions.Expect(page.Locator(".compose-text li")).ToHaveCountAsync(2);
        await FitsAsync(page);

        await page.GetByLabel("Add files").SetInputFilesAsync([File("first.pdf"), File("zweite Datei ä.txt")]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach files" }).ClickAsync();
        await Assertions.Expect(page.Locator(".file-name")).ToHaveTextAsync(["first.pdf", "zweite Datei ä.txt"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove first.pdf" }).ClickAsync();
        await Assertions.Expect(page.Locator(".file-name")).ToHaveTextAsync(["zweite Datei ä.txt"]);
        await FitsAsync(page);

        await page.GotoAsync("/drafts");
        await FitsAsync(page);
        await page.Locator("a.mail-link").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Message", new() { Exact = true })).ToHaveValueAsync("Thank **you**\n\n- one\n- two");
        await Writing.SendAsync(page);

        var left = Assert.Single(await delivered.LeftAsync(1));
        Assert.Equal(("alice@example.com", "Re: Your contract for 2027"), (left.To, left.Subject));
        Assert.Equal("Thank **you**\n\n- one\n- two", left.Plain.TrimEnd('\n'));
        Assert.Contains("<strong>you</strong>", left.Read.Text("html"), StringComparison.Ordinal);
        Assert.Equal([["zweite Datei ä.txt", "application/pdf", "010203"]], left.Read.Table("files"));
    }

    [Fact]
    public async Task The_form_passes_axe_in_both_languages()
    {
        await using var delivered = await Delivered.StartAsync(
            "--Tenants:default:NewMessage=true", "--Tenants:default:DefaultRecipients:0:Name=Billing", "--Tenants:default:DefaultRecipients:0:Address=billing@example.com",
            "--Tenants:default:RecipientDomains:0=example.com");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        foreach (var language in (string[])["English", "Deutsch"])
        {
            await page.GotoAsync("/compose");
            if (language == "Deutsch")
            {
                await page.GetByRole(AriaRole.Button, new() { Name = language }).ClickAsync();
            }

            await Axe.CheckAsync(page);
            await page.Locator("button[formaction$='do=send']").ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            await FitsAsync(page);
            await Axe.CheckAsync(page);
        }
    }

    [Fact]
    public async Task The_script_keeps_what_is_written_and_says_when_it_cannot()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.Locator("a.mail-link").First.ClickAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "/reply");
        await page.GetByLabel("Message", new() { Exact = true }).FillAsync("Half a thought");
        await page.Clock.FastForwardAsync(31_000);
        await Assertions.Expect(page.GetByText("Kept as a draft.")).ToBeVisibleAsync();

        await context.ClearCookiesAsync();
        await page.GetByLabel("Message", new() { Exact = true }).FillAsync("Half a thought more");
        await page.Clock.FastForwardAsync(31_000);
        await Assertions.Expect(page.GetByText("could not be kept")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Message", new() { Exact = true })).ToHaveValueAsync("Half a thought more");
    }

    private static FilePayload File(string name) => new() { Name = name, MimeType = "application/pdf", Buffer = [1, 2, 3] };

    private static async Task FitsAsync(IPage page) =>
        Assert.True((await page.Locator("main").BoundingBoxAsync())!.Width <= 390, page.Url);
}
