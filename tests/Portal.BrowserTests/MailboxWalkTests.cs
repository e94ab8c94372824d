using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A mailbox put in order: by keyboard with the shortcuts, and by mouse without script.</summary>
public sealed class MailboxWalkTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";

    [Fact]
    public async Task Shortcuts_work_in_the_list_and_nowhere_else()
    {
        await using var delivered = await StartAsync("First", "Second", "Third");
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.GotoAsync("/messages");
        var rows = page.Locator(".mail-row");

        await page.Keyboard.PressAsync("e");
        await page.Keyboard.PressAsync("#");
        await Assertions.Expect(rows).ToHaveCountAsync(3);

        await rows.Nth(0).Locator("a").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(1).Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByText("Keyboard shortcuts")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Next message")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("e");
        await Assertions.Expect(page.GetByText("Moved to the archive: 1.")).ToBeVisibleAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);

        await rows.Nth(1).Locator("a").FocusAsync();
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("#");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Delete for good?" })).ToBeVisibleAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Keep" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Without_script_messages_are_ticked_archived_searched_and_deleted()
    {
        await using var delivered = await StartAsync("First", "Second");
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.GotoAsync("/messages");
        await page.GetByLabel("Select: First").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Moved to the archive: 1.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await page.GetByLabel("Search for").FillAsync("first");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("First") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Deleted for good: 1.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("The archive is empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_page_of_the_mailbox_fits_a_phone_and_passes_axe()
    {
        await using var delivered = await StartAsync("First", "Second");
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.GotoAsync("/messages");
        var message = await page.Locator("a.mail-link").First.GetAttributeAsync("href");
        foreach (var path in new[] { "/messages", "/messages?folder=sent", "/messages?folder=archive", "/messages/search", message!, $"{message}/print" })
        {
            await page.GotoAsync(path);
            await CheckAsync(page, path);
        }

        await page.GotoAsync("/messages");
        await page.GetByLabel("Select: First").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await CheckAsync(page, "delete");
        await page.GotoAsync("/messages/search");
        await page.GetByLabel("Search for").FillAsync("sample");
        await page.Keyboard.PressAsync("Enter");
        await CheckAsync(page, "found");
    }

    private static async Task CheckAsync(IPage page, string what)
    {
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(1);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), what);
        await Axe.CheckAsync(page);
    }

    private static async Task<Delivered> StartAsync(params string[] subjects)
    {
        var delivered = await Delivered.StartAsync();
        foreach (var subject in subjects)
        {
            await delivered.SendAsync(
                $"From: Alice Example <alice@example.com>\r\nTo: {Bob}\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 14:00:00 +0000\r\n"
                + $"Message-ID: <{subject}@example.com>\r\nReferences: <root@example.com>\r\n\r\nDear Bob.\r\n", Bob);
        }

        return delivered;
    }
}
