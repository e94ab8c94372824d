using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Runs axe over a page: no violation of WCAG 2.2 A and AA that a machine can find.</summary>
internal static class Axe
{
    public static async Task CheckAsync(IPage page)
    {
        var faults = await FaultsAsync(page);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>What it finds.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        // A frame without scripts cannot run axe either, and asking it never ends; what is in it is somebody's mail.
        await page.EvaluateAsync("document.querySelectorAll('iframe').forEach(frame => frame.remove())");
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        });
        return [.. result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Select(n => n.Html))}")];
    }
}
