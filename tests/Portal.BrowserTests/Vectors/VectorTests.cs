using System.Collections.Concurrent;
using TestKit;
using Xunit;

namespace Portal.BrowserTests.Vectors;

/// <summary>
/// Hostile HTML in a real browser (threats D1, D2, D4): the whole product, and each of its layers alone, let nothing run and load nothing.
/// Every host leads to a sink that counts connections. The last test shows that what is watched for would be seen.
/// </summary>
public sealed class VectorTests(VectorPortal product) : IClassFixture<VectorPortal>
{
    private const int OnAWall = 120;
    private const int OnAWildWall = 40;

    // Pages open at the same time, each under a watch of its own: most of a page's time is waiting for what may still come.
    private const int Abreast = 3;

    [CorpusFact("html-owasp")]
    public async Task The_whole_product_runs_nothing_and_loads_nothing()
    {
        await using var browser = await SinkBrowser.StartAsync();
        await using var context = await browser.ContextAsync(product.Web, 1000, 13_000);
        await context.AddCookiesAsync(product.Cookies);
        var watches = await AbreastAsync(product.Mails, async mail =>
        {
            var page = await context.NewPageAsync();
            var watch = await Watch.BeginAsync(page, address => address.StartsWith(product.Web.ToString(), StringComparison.Ordinal) && product.Serves(new Uri(address)));
            await watch.OpenAsync(mail.Path, mail.Frames);
            await page.CloseAsync();
            return watch;
        });

        Assert.Equal(product.Mails.Count, watches.Count);
        Assert.All(watches, watch => Assert.Single(watch.Scripts, product.IsOwnScript));
        AssertQuiet(watches, browser.Sink);
    }

    [CorpusFact("html-owasp")]
    public async Task The_sanitiser_alone_runs_nothing_and_loads_nothing()
    {
        await using var browser = await SinkBrowser.StartAsync();

        AssertQuiet(await WallsAsync(browser, new Layers(Sanitised: true, Sandbox: false, Policy: false)), browser.Sink);
    }

    [CorpusTheory("html-owasp")]
    [InlineData(true)] // as the product sends it, the sanitiser switched off
    [InlineData(false)] // the policy alone
    public async Task The_policy_without_the_sanitiser_runs_nothing_and_asks_nothing_of_any_host(bool sandbox)
    {
        await using var browser = await SinkBrowser.StartAsync();
        var watches = await WallsAsync(browser, new Layers(Sanitised: false, Sandbox: sandbox, Policy: true));

        // For a frame within the mail Chromium prepares a connection before it asks the policy, and then says nothing on it. Only the
        // sanitiser keeps a mail from causing even that.
        AssertQuiet(watches, browser.Sink, said => said.Length > 0);
    }

    [CorpusFact("html-owasp")]
    public async Task The_sandbox_alone_runs_nothing_and_keeps_the_page_where_it_is()
    {
        // A sandbox does not keep pictures from being loaded; that is for the other layers.
        await using var browser = await SinkBrowser.StartAsync();
        var watches = await WallsAsync(browser, new Layers(Sanitised: false, Sandbox: true, Policy: false));

        Assert.Empty(watches.SelectMany(watch => watch.Scripts));
        Assert.Empty(watches.SelectMany(watch => watch.Moves));
    }

    [CorpusFact("html-owasp")]
    public async Task Without_any_layer_scripts_run_and_connections_are_made()
    {
        var vectors = Vector.All();
        await using var server = await VectorServer.StartAsync(vectors, product.Layers, new Layers(Sanitised: false, Sandbox: false, Policy: false));
        var connections = 0;
        var watches = await AbreastAsync(Walls(vectors.Count, OnAWildWall), async wall =>
        {
            var (watch, made) = await OpenWildAsync(server, wall.Path);
            Interlocked.Add(ref connections, made);
            return watch;
        });

        var ran = watches.SelectMany(watch => watch.Scripts).Where(address => address.Contains("/vector/", StringComparison.Ordinal)).Distinct().Count();
        Assert.True(ran >= 60, $"{ran} vectors ran a script.");
        Assert.InRange(connections, 5, int.MaxValue); // the vectors name some eight hosts that a browser asks; it may connect to each more than once
        Assert.NotEmpty(watches.SelectMany(watch => watch.Loads));
        Assert.NotEmpty(watches.SelectMany(watch => watch.Moves));
    }

    [CorpusFact("html-owasp")]
    public void No_vector_names_a_host_that_the_browser_itself_asks() => Assert.DoesNotContain(
        Vector.All(), vector => SinkBrowser.ChromiumsOwn.Any(host => vector.Html.Contains(host.TrimStart('*'), StringComparison.OrdinalIgnoreCase)));

    private async Task<IReadOnlyCollection<Watch>> WallsAsync(SinkBrowser browser, Layers layers)
    {
        var vectors = Vector.All();
        await using var server = await VectorServer.StartAsync(vectors, product.Layers, layers);
        await using var context = await browser.ContextAsync(server.Address, 1920, 1300);
        return await AbreastAsync(Walls(vectors.Count, OnAWall), async wall =>
        {
            var page = await context.NewPageAsync();
            var watch = await Watch.BeginAsync(page, server.Serves);
            await watch.OpenAsync(wall.Path, wall.Count);
            await page.CloseAsync();
            return watch;
        });
    }

    // Without all layers a script may take the page away, and the browser with it: each wall has a browser of its own, and what was seen
    // until then counts.
    private static async Task<(Watch Watch, int Connections)> OpenWildAsync(VectorServer server, string path)
    {
        await using var browser = await SinkBrowser.StartAsync();
        var context = await browser.ContextAsync(server.Address, 1920, 1300);
        var watch = await Watch.BeginAsync(await context.NewPageAsync(), server.Serves);
        await watch.OpenUnboundAsync(path);
        return (watch, browser.Sink.Connections.Count);
    }

    private static IEnumerable<(string Path, int Count)> Walls(int vectors, int onOne)
    {
        for (var from = 0; from < vectors; from += onOne)
        {
            var count = Math.Min(onOne, vectors - from);
            yield return ($"/wall/{from}/{count}", count);
        }
    }

    private static async Task<IReadOnlyCollection<Watch>> AbreastAsync<T>(IEnumerable<T> pages, Func<T, Task<Watch>> open)
    {
        var watches = new ConcurrentQueue<Watch>();
        await Parallel.ForEachAsync(pages, new ParallelOptions { MaxDegreeOfParallelism = Abreast }, async (page, _) => watches.Enqueue(await open(page)));
        return watches;
    }

    private void AssertQuiet(IEnumerable<Watch> watches, Sink sink, Func<string, bool>? counts = null)
    {
        Assert.All(watches, watch =>
        {
            Assert.DoesNotContain(watch.Scripts, script => !product.IsOwnScript(script));
            Assert.Empty(watch.Loads);
            Assert.Empty(watch.Moves);
        });
        Assert.DoesNotContain(sink.Connections, said => counts?.Invoke(said) ?? true);
    }
}
