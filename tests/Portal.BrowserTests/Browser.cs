using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Debian's Chromium, started once for each class of tests: its headless shell where it is installed, the same engine without windows.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string HeadlessShell = "/usr/bin/chromium-headless-shell";
    private const float Patience = 20_000; // milliseconds: a busy machine is slow
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal static string Chromium { get; } = File.Exists(HeadlessShell) ? HeadlessShell : "/usr/bin/chromium";

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // Nothing but the portal may be reached; whatever a page asks for elsewhere ends at a closed port.
                "--host-resolver-rules=MAP * 127.0.0.1:9, EXCLUDE localhost",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A fresh profile.</summary>
    public async Task<IBrowserContext> ContextAsync(
        Uri web, bool script = false, int width = 1280, int height = 900, string locale = "en-GB", ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = web.ToString(),
            IgnoreHTTPSErrors = true,
            JavaScriptEnabled = script,
            Locale = locale,
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }
}
