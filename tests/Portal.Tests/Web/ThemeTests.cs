using System.Net;
using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

public sealed partial class ThemeTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly string Sheet = File.ReadAllText(Path.Combine(Corpora.Root, "wwwroot-themes", "default", "theme.css"));

    [Theory]
    [InlineData("/theme/..%2f..%2fappsettings.json")]
    [InlineData("/theme/%2e%2e%2fPortal.dll")]
    [InlineData("/theme/..%5c..%5cPortal.dll")]
    [InlineData("/theme/%2fetc%2fpasswd")]
    [InlineData("/theme/theme.css/x")]
    [InlineData("/theme/THEME.CSS")]
    public async Task Only_files_of_the_theme_are_served(string path)
    {
        using var browser = fixture.Portal.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
    }

    // WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for the borders of fields and for the focus (1.4.11).
    [Theory]
    [InlineData("text", "ground", 4.5)]
    [InlineData("text", "surface", 4.5)]
    [InlineData("text", "accent-soft", 4.5)]
    [InlineData("text", "good-soft", 4.5)]
    [InlineData("text", "warn-soft", 4.5)]
    [InlineData("muted", "ground", 4.5)]
    [InlineData("muted", "surface", 4.5)]
    [InlineData("muted", "accent-soft", 4.5)]
    [InlineData("accent", "ground", 4.5)]
    [InlineData("accent", "surface", 4.5)]
    [InlineData("accent-strong", "accent-soft", 4.5)]
    [InlineData("accent-text", "accent", 4.5)]
    [InlineData("accent-text", "accent-strong", 4.5)]
    [InlineData("good", "surface", 4.5)]
    [InlineData("bad", "surface", 4.5)]
    [InlineData("bad", "ground", 4.5)]
    [InlineData("bad", "bad-soft", 4.5)]
    [InlineData("line-strong", "surface", 3)]
    [InlineData("line-strong", "ground", 3)]
    public void Colours_are_far_enough_apart_in_light_and_in_dark(string front, string ground, double least)
    {
        var blocks = Root().Matches(Sheet).Select(match => match.Value).Take(2).ToList();
        Assert.Equal(2, blocks.Count);
        Assert.All(blocks, block => Assert.InRange(Contrast(Colour(block, front), Colour(block, ground)), least, 21));
    }

    [Fact]
    public void The_sheet_loads_nothing_from_elsewhere()
    {
        Assert.DoesNotContain("url(", Sheet, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", Sheet, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_class_that_the_pages_use_is_in_the_contract()
    {
        var contract = File.ReadAllText(Path.Combine(Corpora.Root, "docs", "theme-contract.md"));
        var used = Directory.GetFiles(Path.Combine(Corpora.Root, "Portal", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Class().Matches(Code().Replace(File.ReadAllText(file), "")))
            .SelectMany(match => Regex.Replace(match.Groups[1].Value, "@[\\w.]+", "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Distinct();
        Assert.All(used, name => Assert.Contains($"`{name}", contract, StringComparison.Ordinal));
        Assert.All(Property().Matches(Sheet), match => Assert.Contains($"`{match.Groups[1].Value}`", contract, StringComparison.Ordinal));
    }

    private static double[] Colour(string block, string name)
    {
        var hex = Regex.Match(block, $"--{name}: #([0-9a-f]{{6}});").Groups[1].Value;
        Assert.Equal(6, hex.Length);
        return [.. Convert.FromHexString(hex).Select(part => part / 255.0)];
    }

    private static double Contrast(double[] one, double[] other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(double[] colour)
    {
        var linear = colour.Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    [GeneratedRegex(":root \\{.*?\\}", RegexOptions.Singleline)]
    private static partial Regex Root();

    [GeneratedRegex("class=\"([^\"]*)\"")]
    private static partial Regex Class();

    // A Razor expression in brackets, with the strings in it.
    [GeneratedRegex("@\\((?:[^()\"]|\"[^\"]*\")*\\)")]
    private static partial Regex Code();

    [GeneratedRegex("(?m)^\\s*(--[a-z-]+):")]
    private static partial Regex Property();
}
