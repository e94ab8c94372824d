using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>What a sender sees and presses in the view of a message.</summary>
internal static partial class SentPages
{
    /// <summary>The path that the link in a mail to a sender leads to.</summary>
    public static string Link(string mail) => new Uri(LinkPattern().Match(mail).Value).AbsolutePath;

    public static ILocator Recipient(IPage page, string address) => page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = address }) });

    public static Task PressAsync(IPage page, string button, string address) =>
        Recipient(page, address).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    /// <summary>What the page says of the button just pressed.</summary>
    public static Task SaysAsync(IPage page, string text) =>
        Assertions.Expect(page.GetByRole(AriaRole.Status).And(page.Locator(".note"))).ToContainTextAsync(text, new() { Timeout = 20_000 });

    /// <summary>Waits until the view says that the message stands so: a state is written down a moment after the mail has left.</summary>
    public static Task ShowsAsync(IPage page, string path, string address, string state) =>
        ShowsAsync(page, path, () => Recipient(page, address).Locator(".note strong"), [state]);

    /// <summary>Waits until the view tells these events of a recipient, and no others.</summary>
    public static Task TellsAsync(IPage page, string path, string address, params string[] events) =>
        ShowsAsync(page, path, () => Recipient(page, address).Locator("dd"), events);

    /// <summary>Nothing overflows, and axe finds nothing.</summary>
    public static async Task LooksAsync(Browser browser, IPage page, string name)
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

    public static string? Folder => Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private static async Task ShowsAsync(IPage page, string path, Func<ILocator> where, string[] texts)
    {
        for (var i = 0; i < 100; i++)
        {
            await page.GotoAsync(path);
            if ((await where().AllInnerTextsAsync()).SequenceEqual(texts))
            {
                return;
            }

            await Task.Delay(200);
        }

        await Assertions.Expect(where()).ToHaveTextAsync(texts);
    }

    [GeneratedRegex(@"https://[^\s""<>]+/sent/[A-Za-z0-9_-]+")]
    private static partial Regex LinkPattern();
}
