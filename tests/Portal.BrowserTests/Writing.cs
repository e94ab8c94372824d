using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>What a recipient does on a phone, without script, to write a message and to find it again.</summary>
internal static class Writing
{
    public const string Bob = "bob@example.org";

    public static Task<IBrowserContext> PhoneAsync(Browser browser, Delivered delivered) =>
        browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);

    /// <summary>Registers, and stands in front of the inbox.</summary>
    public static async Task<IPage> InboxAsync(IBrowserContext phone, Delivered delivered)
    {
        var page = await phone.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync(FactorPages.Patiently);
        await page.GotoAsync("/messages");
        return page;
    }

    public static Task OpenAsync(IPage page, string subject) =>
        GoAsync(page, page.Locator("a.mail-link", new() { Has = page.Locator(".mail-subject").GetByText(subject, new() { Exact = true }) }), subject);

    /// <summary>Follows a link to the page with this heading.</summary>
    public static Task FollowAsync(IPage page, string link, string heading) =>
        GoAsync(page, page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }), heading);

    /// <summary>The words of a message, which stand in a frame where they are formatted, as one's own are.</summary>
    public static Task ReadsAsync(IPage page, string words) =>
        Assertions.Expect(page.FrameLocator(".mail-body iframe").GetByText(words)).ToBeVisibleAsync(FactorPages.Patiently);

    public static ILocator TextField(IPage page) => page.GetByLabel("Message", new() { Exact = true });

    public static async Task SendAsync(IPage page)
    {
        await FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await AtAsync(page, "Your message is on its way");
        await Assertions.Expect(page.Locator(".note-good")).ToContainTextAsync("handed over for delivery");
        await FitsAsync(page);
    }

    /// <summary>The writer finds his copy in "Sent", and reads it.</summary>
    public static async Task FindInSentAsync(IPage page, string subject, Regex people)
    {
        await FollowAsync(page, "Inbox", "Inbox");
        await FollowAsync(page, "Sent", "Sent");
        await Assertions.Expect(page.Locator(".mail-row", new() { HasText = subject }).Locator(".mail-from")).ToHaveTextAsync(people);
        await FitsAsync(page);
        await OpenAsync(page, subject);
        await FitsAsync(page);
    }

    public static Task AtAsync(IPage page, string heading) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 1 })).ToBeVisibleAsync(FactorPages.Patiently);

    public static async Task FitsAsync(IPage page) =>
        Assert.True(await page.Locator("html").EvaluateAsync<int>("html => html.scrollWidth") <= 390, page.Url);

    private static async Task GoAsync(IPage page, ILocator link, string heading)
    {
        await link.ClickAsync();
        await AtAsync(page, heading);
    }
}
