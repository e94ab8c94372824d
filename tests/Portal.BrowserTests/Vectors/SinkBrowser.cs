using Microsoft.Playwright;

namespace Portal.BrowserTests.Vectors;

/// <summary>Chromium with every host but the test's own mapped to a sink.</summary>
internal sealed class SinkBrowser : IAsyncDisposable
{
    /// <summary>Hosts that the browser talks to of its own accord.</summary>
    public static readonly string[] ChromiumsOwn = ["*.googleapis.com", "accounts.google.com", "clients2.google.com"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private SinkBrowser(IPlaywright playwright, IBrowser browser, Sink sink) => (_playwright, _browser, Sink) = (playwright, browser, sink);

    public Sink Sink { get; }

    public static async Task<SinkBrowser> StartAsync()
    {
        var sink = new Sink();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Browser.Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // One process for all frames, so that one debugger sees all of them. What a frame may do does not depend on it.
                "--disable-site-isolation-trials",
                "--disable-features=IsolateSandboxedIframes,IsolateOrigins,site-per-process,HttpsUpgrades,Translate,PaintHolding,AutoExpandDetailsElement,"
                + "OptimizationHints,MediaRouter,DialMediaRouteProvider,CertificateTransparencyComponentUpdater",
                // What Chromium itself asks of its maker has no address; no vector names these hosts.
                $"--host-resolver-rules={string.Join(", ", ChromiumsOwn.Select(host => $"MAP {host} ~NOTFOUND"))}, MAP * 127.0.0.1:{sink.Port}, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            ],
        });
        return new SinkBrowser(playwright, browser, sink);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _browser.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException)
        {
            // What a hostile page made of it does not answer any more; it ends with the driver.
        }

        _playwright.Dispose();
        Sink.Dispose();
    }

    /// <summary>A fresh profile in which scripts run, as far as a page lets them.</summary>
    public Task<IBrowserContext> ContextAsync(Uri web, int width, int height) => _browser.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = web.ToString(),
        IgnoreHTTPSErrors = true,
        ViewportSize = new ViewportSize { Width = width, Height = height },
    });
}
