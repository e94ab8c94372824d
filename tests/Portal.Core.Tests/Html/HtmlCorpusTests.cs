using System.Net;
using System.Text.Json;
using Portal.Core.Html;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class HtmlCorpusTests
{
    [CorpusFact("html-dompurify")]
    public void All_vectors_of_DOMPurify_come_out_harmless() => AllHarmless("html-dompurify", 200);

    [CorpusFact("html-owasp")]
    public void All_vectors_of_OWASP_come_out_harmless() => AllHarmless("html-owasp", 100);

    [CorpusFact("html-dompurify")]
    public void All_vectors_are_harmless_in_every_surrounding()
    {
        string[] surroundings = ["<table>{0}", "<svg>{0}", "<math><mtext>{0}", "<select>{0}", "<p title=\"{0}\">", "<style>{0}</style>", "<p style=\"{0}\">", "<svg><style>{0}", "<a href=\"{0}\">x", "<!--{0}-->", "<textarea>{0}"];
        foreach (var vector in Vectors("html-dompurify").Concat(Vectors("html-owasp")))
        {
            foreach (var surrounding in surroundings)
            {
                var html = surrounding.Replace("{0}", vector.Html, StringComparison.Ordinal);
                Assert.True(!AllowList.Violations(AllowList.Parse(Bodies.Sanitise(html).Html)).Any(), $"{vector.Id} in {surrounding}");
            }
        }
    }

    [CorpusFact("html-dompurify")]
    public void The_check_has_teeth()
    {
        var caught = Vectors("html-dompurify").Count(vector => AllowList.Violations(AllowList.Parse(
            "<!doctype html><meta charset=utf-8><meta name=a><title></title><style></style><body>" + vector.Html)).Any());

        Assert.InRange(caught, 200, int.MaxValue);
    }

    [CorpusFact("html-owasp")]
    public void What_was_made_safe_stays_safe_when_it_is_sanitised_again()
    {
        foreach (var vector in Vectors("html-dompurify").Concat(Vectors("html-owasp")))
        {
            var once = Bodies.Sanitise(vector.Html).Html.Markup;
            var twice = Bodies.Sanitise(once);
            Assert.True(!AllowList.Violations(AllowList.Parse(twice.Html)).Any(), vector.Id);
            Assert.Equal(0, twice.ActiveRemoved);
            Assert.Equal(0, twice.RemoteImagesBlocked);
        }
    }

    [CorpusFact("text-naughty-strings")]
    public void Naughty_strings_are_shown_to_the_letter()
    {
        var strings = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Corpora.PathOf("text-naughty-strings", "blns.json")))!;
        Assert.True(strings.Length > 400);
        foreach (var text in strings)
        {
            // A browser turns these into others before any document is made of them (HTML §13.2.3.5).
            var expected = text.Replace('\0', '\uFFFD').Replace("\r\n", "\n", StringComparison.Ordinal);
            Assert.Equal(expected, Bodies.Document($"<p>{WebUtility.HtmlEncode(expected)}</p>").QuerySelector("p")?.TextContent);
            Assert.Equal(expected, AllowList.Holds(PlainText.ToHtml(text)).Body!.TextContent);
        }
    }

    private static void AllHarmless(string folder, int atLeast)
    {
        var vectors = Vectors(folder);
        Assert.True(vectors.Count >= atLeast);
        foreach (var vector in vectors)
        {
            var violations = AllowList.Violations(AllowList.Parse(Bodies.Sanitise(vector.Html).Html)).ToList();
            Assert.True(violations.Count == 0, $"{vector.Id}: {string.Join("; ", violations)}");
            Assert.NotNull(PlainText.FromHtml(vector.Html));
        }
    }

    private static List<(string Id, string Html)> Vectors(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Corpora.PathOf(folder, "vectors.json")));
        return [.. json.RootElement.EnumerateArray().Select(v => (v.GetProperty("id").GetString()!, v.GetProperty("html").GetString()!))];
    }
}
