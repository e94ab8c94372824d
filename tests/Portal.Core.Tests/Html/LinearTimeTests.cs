using Portal.Core.Html;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Html;

/// <summary>Mails on which the work would grow with the square of their length, or faster, if something in it were looked at again and again.</summary>
public sealed class LinearTimeTests
{
    private static readonly string Classes = $"<style>.zz.a{{display:none}}</style><p class=\"{Repeat("a ", 2_000_000)}\">last";

    public static TheoryData<string, string> Mails => new()
    {
        { "bases", Repeat("<base>", 200_000) + "last" },
        { "bases behind a long mail", Repeat("<p>x", 300_000) + Repeat("<base href=//a>", 5_000) + "last" },
        { "class names", Classes },
        { "the same attribute", $"<p{Repeat(" class=a", 800_000)}>last" },
        { "text that a table does not want", "<table>" + Repeat("<b>x</b>", 400_000) + "last" },
        { "brackets of a sheet", $"<style>{Repeat("@media(a{b:c(", 100_000)}</style>last" },
        { "brackets of a value", $"<p style='width:{Repeat("calc(", 3_000)}'>last" },
        { "selectors", $"<style>{Repeat("a b c d e f g h,", 30_000)} i{{display:none}}</style>{Repeat("<a>", 500)}last" },
        { "escapes", $"<style>{Repeat("\\", 400_000)}</style>last" },
        { "tags that never end", Repeat("<a b=\"", 1_000_000) + "\">last" },
    };

    [Theory]
    [MemberData(nameof(Mails))]
    public async Task A_mail_of_megabytes_opens_in_seconds(string what, string html)
    {
        var (page, text) = await Soon.EndsAsync(() => (Bodies.Sanitise(html).Html.Markup, PlainText.FromHtml(html)));
        Assert.True(page.Contains("last", StringComparison.Ordinal) && text.Contains("last", StringComparison.Ordinal), what);
    }

    [Fact]
    public void Links_within_links_do_not_copy_what_is_in_them_each_for_itself()
    {
        var html = Repeat("<a href=https://b.example><object>", 180) + Repeat("x", 7_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith("<https://b.example/>", PlainText.FromHtml(html), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);
    }

    [Theory]
    [InlineData("https://b.example/", ")")]
    [InlineData("https://b.example/", "._*")]
    [InlineData("", "https://b.example)")]
    [InlineData("", "a@b.c ")]
    [InlineData("a@", "b.")]
    [InlineData("", "mailto:")]
    public async Task A_text_of_megabytes_opens_in_seconds(string begin, string repeated)
    {
        var text = begin + Repeat(repeated, 4_000_000 / repeated.Length);
        Assert.Contains("</html>", (await Soon.EndsAsync(() => PlainText.ToHtml(text))).Markup, StringComparison.Ordinal);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
