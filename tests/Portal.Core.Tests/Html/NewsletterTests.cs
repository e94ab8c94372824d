using AngleSharp.Html.Parser;
using Portal.Core.Html;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class NewsletterTests
{
    private static readonly string Source = Newsletter.Write();

    [Fact]
    public void It_is_as_large_as_real_ones() => Assert.InRange(Source.Length, 28_000, 36_000);

    [Theory]
    [InlineData("table")]
    [InlineData("tbody")]
    [InlineData("tr")]
    [InlineData("td")]
    [InlineData("h1")]
    [InlineData("p")]
    [InlineData("b")]
    [InlineData("a")]
    public void It_keeps_its_structure(string element)
    {
        var before = new HtmlParser().ParseDocument(Source);

        // The cell for phones is hidden by the sender; everything else is there again.
        foreach (var hidden in before.QuerySelectorAll(".mobile-only"))
        {
            hidden.Remove();
        }

        Assert.Equal(before.QuerySelectorAll(element).Length, Bodies.Document(Source).QuerySelectorAll(element).Length);
    }

    [Fact]
    public void It_keeps_its_style()
    {
        var document = Bodies.Document(Source);
        var style = AllowList.Style(document);

        Assert.Contains("@media (min-width:480px){.m-column-50{width:50%!important;max-width:50%;}", style, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers", style[style.IndexOf("m-", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("a{color:#0a7c5a;}", style, StringComparison.Ordinal);
        Assert.Equal("padding:24px;text-align:center;background-color:#0a7c5a;background-repeat:no-repeat;", document.QuerySelector("h1")!.ParentElement!.GetAttribute("style"));
        Assert.Equal(
            "display:inline-block;background-color:#0a7c5a;color:#ffffff;font-family:Lato,Arial,sans-serif;font-size:14px;line-height:120%;margin:0;text-decoration:none;padding:10px 25px;border-radius:4px;",
            document.QuerySelector("a.m-button")!.GetAttribute("style"));
        Assert.Equal("background-color:#f2f4f6;word-spacing:normal;", document.Body!.GetAttribute("style"));
    }

    [Fact]
    public void It_loads_nothing_and_says_what_was_left_out()
    {
        var body = Bodies.Sanitise(Source);

        Assert.DoesNotContain("img.example.com", body.Html.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("fonts.example.com", body.Html.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("track", body.Html.Markup, StringComparison.Ordinal);
        Assert.Equal(15, body.RemoteImagesBlocked);
        Assert.Equal(15, body.ActiveRemoved);
        Assert.True(body.HiddenTextLeftOut);
    }

    [Fact]
    public void It_reads_well_as_text()
    {
        var text = PlainText.FromHtml(Newsletter.Write(1));

        Assert.Equal(
            """
            Winter offers

            [Picture of offer 1]

            Offer 1
            Warm, light and made to last: the coat for 1 winters.

            See offer 1 <https://shop.example.com/o/1?utm_source=mail&u=abc>

            Example Ltd, 1 Example Street · Unsubscribe <https://shop.example.com/unsubscribe>
            """.ReplaceLineEndings("\n"),
            text);
    }
}
