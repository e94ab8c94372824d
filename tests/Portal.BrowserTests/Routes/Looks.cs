using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Portal.BrowserTests.Routes;

/// <summary>Pictures of all pages, for somebody who wants to look at them: in the folder that <c>PORTAL_SCREENSHOTS</c> names.</summary>
internal static partial class Looks
{
    private const int Desk = 1280;

    public static async Task TakeAsync(IPage page, RoutePage row, string language, bool script, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is not { Length: > 0 } folder)
        {
            return;
        }

        var number = RouteTable.All.Select((one, index) => (one, index)).First(one => one.one == row).index;
        var name = $"{number:D2}-{Sign().Replace(row.Route, "-").Trim('-')}-{language}-{scheme}{(script ? "-script" : "")}";
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{PageCheck.Width}.png"), FullPage = true });
        if (script)
        {
            await page.SetViewportSizeAsync(Desk, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Desk}.png"), FullPage = true });
            await page.SetViewportSizeAsync(PageCheck.Width, PageCheck.Height);
        }
    }

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex Sign();
}
