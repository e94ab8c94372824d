using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

/// <summary>Markup that means one thing when it is cleaned and another when it is read again.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")]
    [InlineData("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>")]
    [InlineData("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">")]
    [InlineData("<math><mi><b><mglyph><style></math><a title=\"</style><img src onerror=alert(1)>\">")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<svg><title><p title=\"</title><img src=x onerror=alert(1)>\">")]
    [InlineData("<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">")]
    [InlineData("<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>")]
    [InlineData("<p id=\"</title><img src=x onerror=alert(1)>\"><iframe><p id=\"</iframe><img src=x onerror=alert(1)>\">")]
    [InlineData("<table><tr><td><form><table><style><a title='</style><img src onerror=alert(1)>'>")]
    [InlineData("<svg><foreignobject><math><mi><style><p title=\"</style><img src onerror=alert(1)>\">")]
    [InlineData("<select><template><style><a title=\"</style></template><img src onerror=alert(1)>\">")]
    [InlineData("<a href=\"&#x6a;avascript&colon;alert(1)\"><svg/onload=alert(1)//>")]
    [InlineData("<img alt=\"`><script>alert(1)</script>\" src=x>")]
    [InlineData("<plaintext></plaintext><script>alert(1)</script>")]
    [InlineData("<!--><img src=x onerror=alert(1)>--><!--!><img src=x onerror=alert(1)>--!>")]
    [InlineData("<![CDATA[><img src=x onerror=alert(1)>]]><svg><![CDATA[<img src=x onerror=alert(1)>]]></svg>")]
    [InlineData("<isindex action=javascript:alert(1) type=image><keygen autofocus onfocus=alert(1)><image src=x onerror=alert(1)>")]
    [InlineData("<b a=\"\0\"><scr\0ipt>alert(1)</scr\0ipt>")]
    [InlineData("<annotation-xml encoding='text/html'><style><img title='</style><img src onerror=alert(1)>'>")]
    public void Reading_the_result_again_finds_nothing_new(string html)
    {
        var first = AllowList.Holds(Bodies.Sanitise(html).Html);

        // What the tree of the result says, written by another hand and read again, is still within the list.
        var again = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(first.DocumentElement.OuterHtml);
        Assert.Empty(AllowList.Violations(again));
        Assert.DoesNotContain("<img", Bodies.Sanitise(html).Html.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div>{0}", 100_000)]
    [InlineData("<b>{0}", 100_000)]
    [InlineData("<table><td>{0}", 100_000)]
    [InlineData("<ul><li>{0}", 100_000)]
    [InlineData("<svg><g>{0}", 100_000)]
    [InlineData("<blockquote>{0}", 10_000)]
    [InlineData("<a><p>{0}", 5_000)]
    [InlineData("<span style='color:red'>{0}", 500)]
    public void However_deep_a_mail_is_its_text_is_shown_and_nothing_breaks(string nest, int depth)
    {
        var html = "<p onclick=x>first</p>" + string.Concat(Enumerable.Repeat(nest.Replace("{0}", "", StringComparison.Ordinal), depth)) + "middle &lt;b&gt;<script>bad()</script>last";

        var text = Bodies.Document(html).Body!.TextContent;

        Assert.Equal("first middle <b>last", Bodies.Words(text.Replace("first", "first ", StringComparison.Ordinal)));
        Assert.Contains("middle <b>last", PlainText.FromHtml(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_the_parser_would_multiply_do_not_multiply()
    {
        var html = string.Concat(Enumerable.Range(0, 500).Select(i => $"<font size={i}>")) + string.Concat(Enumerable.Repeat("<p>a", 20_000));

        var markup = Bodies.Sanitise(html).Html.Markup;

        Assert.InRange(markup.Length, 20_000, 5 * html.Length);
        Assert.Equal(20_000, AllowList.Parse(Bodies.Sanitise(html).Html).Body!.TextContent.Count(c => c == 'a'));
    }

    [Fact]
    public void A_mail_of_nothing_but_pictures_grows_within_bounds()
    {
        var html = string.Concat(Enumerable.Repeat("<img src=//a>", 150_000));

        Assert.InRange(Bodies.Sanitise(html).Html.Markup.Length, 1, (5 * html.Length) + 1_100_000);
    }
}
