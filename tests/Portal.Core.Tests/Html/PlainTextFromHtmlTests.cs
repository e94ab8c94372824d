using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class PlainTextFromHtmlTests
{
    [Theory]
    [InlineData("Hello  <b>dear</b>\n reader", "Hello dear reader")]
    [InlineData("<p>a</p><p>b</p>", "a\n\nb")]
    [InlineData("<div>a</div><div><div>b</div></div>c", "a\nb\nc")]
    [InlineData("<div>a<br></div><div><br></div><div>b</div>", "a\n\nb")]
    [InlineData("a<br>b<br><br>c", "a\nb\n\nc")]
    [InlineData("<h1>Title</h1>text<hr>more", "Title\n\ntext\n\n----------\n\nmore")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul></ul><ol start=4><li>d<li>e</ol>", "- a\n- b\n  - c\n\n4. d\n5. e")]
    [InlineData("<table><tr><th>Item<th>Price<tr><td>Tea<td>3 €</table>", "Item | Price\nTea | 3 €")]
    [InlineData("<table><tr><td><p>a</p><td><p>b</p></table>", "a\n\nb")]
    [InlineData("<blockquote>a<p>b</p><blockquote>c</blockquote></blockquote>d", "> a\n>\n> b\n>\n>> c\n\nd")]
    [InlineData("<pre>\n  a\n\n b</pre>x", "  a\n\n b\n\nx")]
    [InlineData("&lt;b&gt; &amp;amp; &nbsp;", "<b> &amp;")]
    [InlineData("<img alt=Logo src=https://x.example/a><img src=https://x.example/b>", "[Logo]")]
    [InlineData("<form><label>Name</label> <input value=Jane><button>Go</button></form>", "Name Jane Go")]
    [InlineData("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢(かん)字")]
    [InlineData("<script>a</script><style>b</style><title>c</title><template>d</template>e", "e")]
    [InlineData("", "")]
    public void The_words_stand_in_order_with_their_structure(string html, string expected) => Assert.Equal(expected, PlainText.FromHtml(html));

    [Theory]
    [InlineData("<a href='https://example.com/a'>here</a>", "here <https://example.com/a>")]
    [InlineData("<a href='https://example.com/'>https://example.com</a>", "https://example.com")]
    [InlineData("<a href='https://example.com/'>example.com</a>", "example.com")]
    [InlineData("<a href='https://evil.example/'>https://bank.example</a>", "https://bank.example <https://evil.example/>")]
    [InlineData("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example")]
    [InlineData("<a href='javascript:alert(1)'>x</a><a href='#y'>y</a>", "xy")]
    [InlineData("<a href='https://example.com/'><img alt=Shop></a>", "[Shop] <https://example.com/>")]
    public void Links_show_their_target_unless_they_are_it(string html, string expected) => Assert.Equal(expected, PlainText.FromHtml(html));

    [Fact]
    public void What_was_quoted_becomes_a_quote_again() =>
        Assert.Contains("<blockquote>a\n\nb</blockquote>", PlainText.ToHtml(PlainText.FromHtml("<blockquote><p>a<p>b</blockquote>")).Markup, StringComparison.Ordinal);
}
