using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>What a site learns, and can do, that a mail's link leads to (threat D11): the links work, and nothing goes with them.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private const string Bob = "bob@example.org";
    private readonly int _port = FreePort.Next();
    private readonly ConcurrentQueue<string?> _referrers = new();
    private WebApplication _site = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _site = builder.Build();
        _site.MapGet("/there", () => Results.Redirect("http://elsewhere.example/here"));
        _site.MapGet("/here", (HttpContext http) =>
        {
            _referrers.Enqueue(http.Request.Headers.Referer);
            return Results.Text("<!doctype html><title>Site</title><p>Arrived", "text/html");
        });
        await _site.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browser.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", $"--host-resolver-rules=MAP *.example 127.0.0.1:{_port}, EXCLUDE localhost"],
        });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData("text/html", "<p><a href=\"http://site.example/there\">http://site.example/there</a></p>")]
    [InlineData("text/plain", "See http://site.example/there")]
    public async Task A_link_opens_a_window_that_knows_nothing_of_where_it_came_from(string type, string body)
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync($"From: Alice <alice@example.com>\nSubject: Link\nMIME-Version: 1.0\nContent-Type: {type}; charset=utf-8\n\n{body}\n", Bob);
        await using var context = await _browser.NewContextAsync(new() { BaseURL = delivered.Portal.Web.ToString(), IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.GotoAsync("/messages");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Link") }).ClickAsync();
        var place = type == "text/html" ? page.FrameLocator("iframe").GetByRole(AriaRole.Link) : page.Locator(".mail-text a");

        var site = await context.RunAndWaitForPageAsync(() => place.ClickAsync());

        await Assertions.Expect(site.GetByText("Arrived")).ToBeVisibleAsync();
        Assert.Equal("http://elsewhere.example/here", site.Url);
        Assert.Equal("true;", await site.EvaluateAsync<string>("`${window.opener === null};${document.referrer}`"));
        Assert.Null(Assert.Single(_referrers));
        Assert.True(await site.EvaluateAsync<bool>("(() => { try { localStorage.setItem('a', 'b'); return true; } catch { return false; } })()"), "the window is free of the mail's sandbox");
    }
}
