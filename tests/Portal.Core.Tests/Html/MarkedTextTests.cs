using System.Diagnostics;
using Portal.Core.Html.Marked;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class MarkedTextTests
{
    private const string Link = "<a href=\"https://example.com/\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">";

    [Theory]
    [InlineData("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>")]
    [InlineData("**bold** and *italic* and _so_", "<p><strong>bold</strong> and <em>italic</em> and <em>so</em></p>")]
    [InlineData("**bold *both* bold**", "<p><strong>bold <em>both</em> bold</strong></p>")]
    [InlineData("2 * 3 * 4, a_b_c, ** x, `", "<p>2 * 3 * 4, a_b_c, ** x, `</p>")]
    [InlineData("`*as is* <b>`", "<p><code>*as is* &lt;b&gt;</code></p>")]
    [InlineData("# One\n### Three\ntext\n#none", "<h1>One</h1><h3>Three</h3><p>text<br>#none</p>")]
    [InlineData("- a\n- b\n  more\n\n1. c\n2) d", "<ul><li>a</li><li>b<br>more</li></ul><ol><li>c</li><li>d</li></ol>")]
    [InlineData("> *as it stands* <i>\n>> deeper\nmine", "<blockquote>*as it stands* &lt;i&gt;<br>&gt; deeper</blockquote><p>mine</p>")]
    [InlineData("```\n**x**\n<y>\n```\nz", "<pre>**x**\n&lt;y&gt;\n</pre><p>z</p>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>")]
    [InlineData("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>")]
    [InlineData("[https://bank.example](https://example.com/)", "<p>" + Link + "https://bank.example</a> (example.com)</p>")]
    [InlineData("[a\"b](https://example.com/)", "<p>" + Link + "a&quot;b</a> (example.com)</p>")]
    public void Marks_become_elements_and_all_else_is_text(string text, string html) => Assert.Equal(html, MarkedText.ToFragment(text).Markup);

    [Fact]
    public void Addresses_in_a_text_are_links() =>
        Assert.Contains("<a href=\"https://example.com/x\"", MarkedText.ToFragment("see https://example.com/x.").Markup, StringComparison.Ordinal);

    [Fact]
    public void A_document_has_the_same_elements_and_nothing_active()
    {
        var document = MarkedText.ToDocument("**a** <img src=x onerror=alert(1)>", "de", "Title <b>").Markup;
        Assert.StartsWith("<!doctype html><html lang=\"de\">", document, StringComparison.Ordinal);
        Assert.Contains("<p><strong>a</strong> &lt;img src=x onerror=alert(1)&gt;</p>", document, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", document, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", document, StringComparison.Ordinal); // what frames a mail here has no business elsewhere
    }

    [Theory]
    [InlineData("*a")]
    [InlineData("**a")]
    [InlineData("*a*")]
    [InlineData(" *a")]
    [InlineData(" **a")]
    [InlineData(" _a")]
    [InlineData(" *a `b")]
    [InlineData("[")]
    [InlineData("[a](")]
    [InlineData("`")]
    [InlineData("_*`[")]
    [InlineData("> ")]
    [InlineData("a\n")]
    public void Time_is_linear(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        MarkedText.ToFragment(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}
