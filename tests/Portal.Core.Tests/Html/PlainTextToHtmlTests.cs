using AngleSharp.Html.Dom;
using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class PlainTextToHtmlTests
{
    [Fact]
    public void An_address_with_a_broken_host_name_is_shown_as_text()
    {
        var body = AllowList.Holds(PlainText.ToHtml("see https://\uFFFDonts.example.com/ there")).Body!;

        Assert.Equal("see https://\uFFFDonts.example.com/ there", body.TextContent);
        Assert.Null(body.QuerySelector("a"));
    }

    private static readonly PlainTextOptions Flowed = new() { Flowed = true };

    [Theory]
    [InlineData("a <b> & \"c\" 'd'", "a &lt;b&gt; &amp; &quot;c&quot; 'd'")]
    [InlineData("a\r\n\r\n  b\tc\n", "a\n\n  b\tc")]
    [InlineData("one\rtwo", "one\ntwo")]
    [InlineData("", "")]
    [InlineData("> quoted\n>> deeper\n> > deeper too\n> back\nme", "<blockquote>quoted<blockquote>deeper\ndeeper too</blockquote>back</blockquote>me")]
    [InlineData(">\n> a", "<blockquote>\na</blockquote>")]
    [InlineData(">From here\n><b>", "&gt;From here\n&gt;&lt;b&gt;")]
    public void Text_stands_as_it_was_written_and_quotes_are_blocks(string text, string expected) => Assert.Equal(expected, Inner(text));

    [Theory]
    [InlineData("This is \none line.\nAnother.", "This is one line.\nAnother.")]
    [InlineData("> a \n> b\n>> c \n>> d", "<blockquote>a b<blockquote>c d</blockquote></blockquote>")]
    [InlineData("> a \nb", "<blockquote>a </blockquote>b")]
    [InlineData(" >no quote\n From", "&gt;no quote\nFrom")]
    [InlineData("text \n-- \nme", "text \n-- \nme")]
    [InlineData("ends \n", "ends ")]
    [InlineData(">> a", "<blockquote><blockquote>a</blockquote></blockquote>")]
    public void Flowed_lines_are_joined(string text, string expected) => Assert.Equal(expected, Inner(text, Flowed));

    [Fact]
    public void The_joining_space_goes_when_the_header_says_so() =>
        Assert.Equal("日本語です\n次", Inner("日本 \n語です\n次", new PlainTextOptions { Flowed = true, DelSp = true }));

    [Theory]
    [InlineData("see https://example.com/a?b=1&c=2.", "https://example.com/a?b=1&c=2", ".")]
    [InlineData("(http://example.com/a_(b))", "http://example.com/a_(b)", ")")]
    [InlineData("<https://example.com/x>", "https://example.com/x", ">")]
    [InlineData("\"HTTPS://EXAMPLE.com\", he said", "https://example.com/", "\", he said")]
    [InlineData("write to jane.doe+x@mail.example.com!", "mailto:jane.doe%2Bx@mail.example.com", "!")]
    [InlineData("mailto:a@b.example now", "mailto:a@b.example", " now")]
    [InlineData("https://example.com/ü", "https://example.com/%C3%BC", "")]
    public void Addresses_become_links_and_the_text_stays(string text, string address, string after)
    {
        var document = Document(text);
        var link = Assert.Single(document.QuerySelectorAll("a"));

        Assert.Equal(address, link.GetAttribute("href"));
        Assert.Equal(text, document.Body!.TextContent);
        Assert.EndsWith(link.TextContent + after, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1) data:text/html,x ftp://example.com/ file:///etc")]
    [InlineData("http:// https:// http://?x http://a%00b/ a@b @b.example a@")]
    [InlineData("www.example.com example.com")]
    public void What_is_no_address_stays_text(string text) => Assert.Empty(Document(text).QuerySelectorAll("a"));

    [Fact]
    public void Quotes_nest_to_a_limit_and_close()
    {
        var document = Document(string.Concat(Enumerable.Repeat(">", 5000)) + " deep\nend");

        Assert.Equal(100, document.QuerySelectorAll("blockquote").Length);
        Assert.Equal("deepend", document.Body!.TextContent);
    }

    [Fact]
    public void A_text_of_nothing_but_addresses_grows_within_bounds()
    {
        var text = string.Concat(Enumerable.Repeat("a@b.c ", 100_000));

        Assert.InRange(PlainText.ToHtml(text).Markup.Length, text.Length, text.Length + 2_000_000);
    }

    [Fact]
    public void A_text_follows_the_reader_in_light_and_dark_and_names_its_language()
    {
        var html = PlainText.ToHtml("x", new PlainTextOptions { Language = "de", Title = "T" });

        Assert.Contains("color-scheme:light dark", html.Markup, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html><html lang=\"de\">", html.Markup, StringComparison.Ordinal);
        Assert.Equal("T", AllowList.Holds(html).Title);
    }

    private static IHtmlDocument Document(string text, PlainTextOptions? options = null) => AllowList.Holds(PlainText.ToHtml(text, options));

    private static string Inner(string text, PlainTextOptions? options = null)
    {
        Document(text, options);
        var markup = PlainText.ToHtml(text, options).Markup;
        const string start = "<div class=\"portal-text\">";
        return markup[(markup.IndexOf(start, StringComparison.Ordinal) + start.Length)..^"</div></body></html>".Length];
    }
}
