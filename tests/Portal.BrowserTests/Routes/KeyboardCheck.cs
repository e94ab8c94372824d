using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Portal.BrowserTests.Routes;

/// <summary>The keyboard alone reaches all that can be used, in the order of the page, and is seen where it is; Enter does what the page is for.</summary>
internal static partial class KeyboardCheck
{
    private const int MostStops = 150;

    // What can be used, each with a number; of a group of choices the keyboard stops at one.
    private const string Count = """
        () => {
          const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, iframe')]
            .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled);
          const groups = new Set();
          let count = 0;
          for (const e of all) {
            const group = e.type === 'radio' ? e.name : null;
            if (group !== null && groups.has(group)) { e.dataset.stop = `${count - 1}`; continue; }
            if (group !== null) groups.add(group);
            e.dataset.stop = `${count++}`;
          }
          return count;
        }
        """;

    // Which one has the focus, and whether that is seen: an outline of at least two pixels, within the screen.
    private const string Where = """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body || e.dataset.stop === undefined) return ['-1', 'seen', ''];
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
          return [e.dataset.stop, e.tagName === 'IFRAME' || (outlined && inside) ? 'seen' : 'unseen', e.outerHTML.slice(0, 120)];
        }
        """;

    public static async Task<List<string>> FaultsAsync(IPage page, RoutePage row)
    {
        var faults = new List<string>();
        var count = await page.EvaluateAsync<int>(Count);
        await page.EvaluateAsync("document.activeElement?.blur(); window.scrollTo(0, 0); getSelection().setPosition(document.body, 0)");
        var visited = await WalkAsync(page, faults);
        if (!visited.SequenceEqual(visited.Order()))
        {
            faults.Add($"has its stops in the order {string.Join(' ', visited)}");
        }

        foreach (var missed in Enumerable.Range(0, count).Except(visited))
        {
            var what = await page.EvaluateAsync<string>($"document.querySelector('[data-stop=\"{missed}\"]').outerHTML.slice(0, 120)");
            if (!what.StartsWith("<iframe", StringComparison.Ordinal)) // a mail without links that fits its frame is no stop
            {
                faults.Add($"cannot be used by keyboard: {what}");
            }
        }

        if (row.Action is { } action && await EnterAsync(page, action) is { } fault)
        {
            faults.Add(fault);
        }

        return faults;
    }

    private static async Task<List<int>> WalkAsync(IPage page, List<string> faults)
    {
        var visited = new List<int>();
        for (var i = 0; i < MostStops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var place = await page.EvaluateAsync<string[]>(Where);
            var stop = int.Parse(place[0], CultureInfo.InvariantCulture);
            if (stop < 0 || (visited.Count > 0 && stop == visited[0]))
            {
                return visited;
            }

            if (visited.Count > 0 && stop == visited[^1])
            {
                continue; // within a mail's frame
            }

            visited.Add(stop);
            if (place[1] != "seen")
            {
                faults.Add($"does not show that the focus is on {place[2]}");
            }
        }

        faults.Add("lets the keyboard out nowhere");
        return visited;
    }

    // Nothing is sent: it is seen that something would be, and stopped.
    private static async Task<string?> EnterAsync(IPage page, string action)
    {
        var target = page.Locator(action).First;
        if (!await target.IsVisibleAsync())
        {
            return $"does not show {action}";
        }

        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(Anything(), async route =>
        {
            await route.AbortAsync(); // first: whoever hears of it takes the route away
            asked.TrySetResult(route.Request.Url);
        });
        try
        {
            await target.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            return await Task.WhenAny(asked.Task, Task.Delay(5000)) == asked.Task ? null : $"does nothing on Enter at {action}";
        }
        finally
        {
            await page.UnrouteAsync(Anything());
        }
    }

    [GeneratedRegex(".*")]
    private static partial Regex Anything();
}
