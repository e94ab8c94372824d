using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests.Vectors;

/// <summary>A running portal that took all vectors through tunnel and mail door, and a person who is signed in.</summary>
public sealed class VectorPortal : IAsyncLifetime
{
    private const string Reader = "vera@example.org";
    private const int InAMail = 20;

    private readonly Browser _browser = new();
    private Delivered? _delivered;

    public Uri Web => _delivered!.Portal.Web;

    /// <summary>The session of the person.</summary>
    public IReadOnlyList<Cookie> Cookies { get; private set; } = [];

    /// <summary>The pages of the messages, and how many vectors each shows.</summary>
    public IReadOnlyList<(string Path, int Frames)> Mails { get; private set; } = [];

    internal ProductLayers Layers { get; private set; } = null!;

    /// <summary>Whether it is the one script of ours that runs beside a mail.</summary>
    public bool IsOwnScript(string address) => address.StartsWith($"{Web}scripts/session-end.js?v=", StringComparison.Ordinal);

    /// <summary>Whether an address is one that the product's own pages ask for.</summary>
    public bool Serves(Uri address) =>
        address.AbsolutePath.StartsWith("/theme/", StringComparison.Ordinal) || IsOwnScript(address.ToString()) || Mails.Any(mail => address.AbsolutePath == mail.Path
            || (address.AbsolutePath == mail.Path + "/body" && address.Query.StartsWith("?part=", StringComparison.Ordinal)));

    public async Task InitializeAsync()
    {
        if (!Directory.Exists(Corpora.PathOf("html-owasp")))
        {
            return;
        }

        await _browser.InitializeAsync();
        _delivered = await Delivered.StartAsync();
        var counts = new List<int>();
        foreach (var some in Vector.All().Chunk(InAMail))
        {
            await _delivered.SendAsync(Vector.Mail(some, Reader), Reader);
            counts.Add(some.Length);
        }

        await using var context = await _browser.ContextAsync(Web);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, _delivered, Reader);
        await ReadAsync(page, counts);
        Cookies = [.. (await context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Url = Web.ToString(), Secure = true, HttpOnly = true })];
    }

    public async Task DisposeAsync()
    {
        if (_delivered is not null)
        {
            await _delivered.DisposeAsync();
            await _browser.DisposeAsync();
        }
    }

    private async Task ReadAsync(IPage page, List<int> counts)
    {
        await page.GotoAsync("/messages");
        var paths = new List<string>();
        foreach (var link in await page.Locator("a.mail-link").AllAsync())
        {
            paths.Add((await link.GetAttributeAsync("href"))!);
        }

        // The newest comes first, and it is the one that is not full.
        Mails = [.. paths.Distinct().Zip(Enumerable.Reverse(counts))];
        Assert.Equal(counts.Count, Mails.Count);
        var body = page.WaitForResponseAsync(response => response.Url.Contains("/body?part=", StringComparison.Ordinal));
        var response = await page.GotoAsync(Mails[0].Path);
        var sandbox = await page.Locator("iframe").First.GetAttributeAsync("sandbox");
        Layers = new ProductLayers(await response!.AllHeadersAsync(), await (await body).AllHeadersAsync(), sandbox!);
        Assert.Contains("default-src 'none'", Layers.Body["content-security-policy"], StringComparison.Ordinal);
    }
}
