using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.BrowserTests.Vectors;

/// <summary>
/// Sees from outside what happens in a page and all its frames: every script that the engine compiles (elements, handlers, javascript:
/// addresses alike), every dialog, window, answered request and navigation. Nothing of it runs inside the page's own world.
/// </summary>
internal sealed class Watch
{
    private const string Poke = """
        (() => {
          // A link that leads somewhere may lead there when it is clicked; one of any other kind is clicked.
          const address = e => e.getAttribute('href') ?? e.getAttributeNS('http://www.w3.org/1999/xlink', 'href') ?? e.getAttribute('xlink:href');
          const web = e => { try { return /^(https?|ftp|mailto|tel|sms):/i.test(new URL(address(e).trim(), document.baseURI).href); } catch { return false; } };
          const isInLink = e => { for (; e; e = e.parentElement) if (address(e) !== null && web(e)) return true; return false; };
          const events = ['mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'mouseout', 'pointerover', 'pointerdown', 'focus', 'focusin',
            'blur', 'keydown', 'keypress', 'keyup', 'input', 'change', 'select', 'copy', 'paste', 'drag', 'drop', 'wheel', 'scroll', 'toggle',
            'contextmenu', 'dblclick', 'animationstart', 'animationend', 'transitionend', 'touchstart', 'load', 'error'];
          const reach = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? reach(e.shadowRoot) : [])]);
          const all = reach(document).slice(0, 300);
          for (const element of all) {
            try { element.focus?.(); } catch { }
            const own = [...element.attributes].map(a => a.name.toLowerCase()).filter(n => n.startsWith('on')).map(n => n.slice(2));
            for (const name of new Set([...events, ...own])) element.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true }));
            if (!isInLink(element)) {
              try { element.click ? element.click() : element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); } catch { }
            }
          }
          return all.length;
        })()
        """;

    private readonly ConcurrentQueue<string> _scripts = new();
    private readonly ConcurrentQueue<string> _loads = new();
    private readonly ConcurrentQueue<string> _moves = new();
    private readonly IPage _page;
    private readonly Func<string, bool> _isExpected;
    private ICDPSession _session = null!;

    private Watch(IPage page, Func<string, bool> isExpected) => (_page, _isExpected) = (page, isExpected);

    /// <summary>Scripts that were compiled and dialogs that opened, each with the address of its document.</summary>
    public IReadOnlyCollection<string> Scripts => _scripts;

    /// <summary>Answers from the test's own server that no document of the test asked for.</summary>
    public IReadOnlyCollection<string> Loads => _loads;

    /// <summary>Navigations of the page itself, and windows that opened.</summary>
    public IReadOnlyCollection<string> Moves => _moves;

    /// <param name="page">The page, still empty.</param>
    /// <param name="isExpected">Whether an address belongs to the test.</param>
    public static async Task<Watch> BeginAsync(IPage page, Func<string, bool> isExpected)
    {
        var watch = new Watch(page, isExpected);
        page.Dialog += (_, dialog) =>
        {
            watch._scripts.Enqueue($"dialog {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Popup += (_, popup) => watch._moves.Enqueue($"window {popup.Url}");
        page.FrameNavigated += (_, frame) =>
        {
            if (frame == page.MainFrame && !isExpected(frame.Url))
            {
                watch._moves.Enqueue(frame.Url);
            }
        };
        page.Response += (_, response) =>
        {
            if (!response.Url.StartsWith("data:", StringComparison.Ordinal) && !isExpected(response.Url))
            {
                watch._loads.Enqueue(response.Url);
            }
        };
        watch._session = await page.Context.NewCDPSessionAsync(page);
        watch._session.Event("Debugger.scriptParsed").OnEvent += (_, parsed) => watch.Script(parsed!.Value);
        await watch._session.SendAsync("Debugger.enable");
        return watch;
    }

    /// <summary>Opens a page of frames, touches everything in each frame, and waits until nothing more comes.</summary>
    public async Task OpenAsync(string address, int frames, int patience = 60_000)
    {
        await _page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load, Timeout = patience });
        await _page.WaitForTimeoutAsync(300);
        var ids = await FramesAsync();
        if (ids.Count < frames)
        {
            throw new InvalidOperationException($"{ids.Count} frames of {frames} are in reach.");
        }

        await PokeAsync(ids);
        await _page.WaitForTimeoutAsync(500);
    }

    /// <summary>The same without a promise that every frame stays, for pages in which scripts do as they like.</summary>
    public async Task OpenUnboundAsync(string address)
    {
        try
        {
            // What is asked of a page that a script took away may never be answered.
            await OpenAsync(address, 0, patience: 5_000).WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException)
        {
            // A script took the page away.
        }
    }

    private void Script(JsonElement parsed)
    {
        if (parsed.TryGetProperty("executionContextAuxData", out var context) && context.GetProperty("isDefault").GetBoolean()
            // The browser's own page in place of a frame that the policy kept from going elsewhere.
            && parsed.GetProperty("url").GetString() is var address && address != "chrome-error://chromewebdata/")
        {
            _scripts.Enqueue(address ?? "");
        }
    }

    private async Task<List<string>> FramesAsync()
    {
        var ids = new List<string>();
        var tree = await _session.SendAsync("Page.getFrameTree");
        var rest = new Stack<JsonElement>(Children(tree!.Value.GetProperty("frameTree")));
        while (rest.TryPop(out var node))
        {
            ids.Add(node.GetProperty("frame").GetProperty("id").GetString()!);
            foreach (var child in Children(node))
            {
                rest.Push(child);
            }
        }

        return ids;
    }

    private static JsonElement.ArrayEnumerator Children(JsonElement node) =>
        node.TryGetProperty("childFrames", out var children) ? children.EnumerateArray() : default;

    private Task PokeAsync(IEnumerable<string> frames) => Task.WhenAll(frames.Select(async frame =>
    {
        try
        {
            var world = await _session.SendAsync("Page.createIsolatedWorld", new() { ["frameId"] = frame, ["worldName"] = "probe" });
            await _session.SendAsync("Runtime.evaluate", new()
            {
                ["contextId"] = world!.Value.GetProperty("executionContextId").GetInt32(),
                ["expression"] = Poke,
                ["timeout"] = 5000,
            });
        }
        catch (PlaywrightException)
        {
            // The frame went away while it was touched; what took it away has been taken down.
        }
    }));
}
