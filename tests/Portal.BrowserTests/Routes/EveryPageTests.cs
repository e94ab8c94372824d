using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests.Routes;

/// <summary>Every page of the product on a phone, in both languages, without script and by keyboard alone; and as axe sees it.</summary>
public sealed class EveryPageTests(Stage stage) : IClassFixture<Stage>
{
    private static IEnumerable<RoutePage> Rows => RouteTable.All.Where(row => Stage.HasProvider || !row.NeedsProvider);

    [Fact]
    public async Task No_page_of_the_product_is_missing_here()
    {
        var routes = (await File.ReadAllLinesAsync(Path.Combine(Corpora.Root, "tests", "Portal.Tests", "Web", "routes.txt")))
            .Select(line => line.Split(' ')).Where(line => line[1] == "*").Select(line => line[0]);
        Assert.Equal(
            routes.Distinct().Order(StringComparer.Ordinal),
            RouteTable.All.Select(row => row.Route).Concat(RouteTable.LeadOn).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Without_script_each_fits_a_phone_speaks_one_language_and_is_used_by_keyboard(string language)
    {
        var texts = new PageText(language);
        await AssertNoFaultsAsync(language, script: false, ColorScheme.Light, async (page, row) =>
        [
            .. await PageCheck.FaultsAsync(page, row, language, texts),
            .. await KeyboardCheck.FaultsAsync(page, row),
        ]);
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("de", ColorScheme.Dark)]
    public Task Axe_finds_nothing_on_any(string language, ColorScheme scheme) => AssertNoFaultsAsync(language, script: true, scheme, async (page, row) =>
    {
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        return [.. await Axe.FaultsAsync(page), .. wide > PageCheck.Width ? (string[])[$"is {wide} px wide with script"] : []];
    });

    // All faults at once: the next one is not to wait for another run.
    private async Task AssertNoFaultsAsync(string language, bool script, ColorScheme scheme, Func<IPage, RoutePage, Task<IReadOnlyList<string>>> check)
    {
        var faults = new List<string>();
        foreach (var rows in Rows.GroupBy(row => row.Who))
        {
            await using var context = await stage.ContextAsync(rows.Key, language, script, PageCheck.Width, PageCheck.Height, scheme);
            foreach (var row in rows)
            {
                var page = await context.NewPageAsync();
                page.PageError += (_, error) => faults.Add($"{row}: {error}");
                page.Console += (_, message) =>
                {
                    if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                    {
                        faults.Add($"{row}: {message.Text}");
                    }
                };
                try
                {
                    await row.Open(stage, page);
                    await Looks.TakeAsync(page, row, language, script, scheme);
                    faults.AddRange((await check(page, row)).Select(fault => $"{row}: {fault}"));
                }
                catch (Exception error) when (error is PlaywrightException or TimeoutException)
                {
                    faults.Add($"{row}: {error.Message} at {page.Url}");
                }

                await page.CloseAsync();
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
