using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class SanitiserElementTests
{
    [Fact]
    public void A_document_is_complete_and_has_one_style_in_its_head()
    {
        var document = Bodies.Document("<p>Hello", new() { Title = "<Offer> & \"more\"", Language = "de" });

        Assert.Equal("CSS1Compat", document.CompatMode);
        Assert.Equal("<Offer> & \"more\"", document.Title);
        Assert.Equal("de", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Hello", document.Body!.TextContent);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<style>p{color:red}</style>")]
    [InlineData("<title>t</title>")]
    [InlineData("<template><p>t</p></template>")]
    [InlineData("<iframe src='https://x.example'>fallback</iframe>")]
    [InlineData("<meta http-equiv=refresh content='0;url=https://x.example'>")]
    [InlineData("<base href='https://x.example/'>")]
    [InlineData("<link rel=stylesheet href='https://x.example/'>")]
    [InlineData("<!-- comment --><?php echo 1 ?>")]
    [InlineData("<svg><style>a{}</style><script>1</script><desc>d</desc></svg>")]
    [InlineData("<rp>what no browser shows</rp>")]
    [InlineData("<math><annotation-xml encoding='text/html'><p>x</p></annotation-xml></math>")]
    public void What_holds_nothing_for_a_reader_goes_with_its_content(string html) =>
        Assert.Equal("<p>a</p><p>b</p>", Bodies.Inner($"<p>a</p>{html}<p>b</p>"));

    [Theory]
    [InlineData("<form action='https://x.example'>text</form>")]
    [InlineData("<button onclick=x>text</button>")]
    [InlineData("<label>text</label>")]
    [InlineData("<object data=x>text</object>")]
    [InlineData("<video src=x>text</video>")]
    [InlineData("<noscript>text</noscript>")]
    [InlineData("<textarea>text</textarea>")]
    [InlineData("<select><option>text</select>")]
    [InlineData("<input value=text>")]
    [InlineData("<details><summary>text</summary></details>")]
    [InlineData("<svg><text>text</text></svg>")]
    [InlineData("<math><mi>text</mi></math>")]
    [InlineData("<marquee>text</marquee>")]
    [InlineData("<o:p>text</o:p>")]
    [InlineData("<x-any onfoo=1>text</x-any>")]
    [InlineData("<svg><foreignObject><p>text</foreignObject></svg>")]
    [InlineData("<xmp>text</xmp>")]
    [InlineData("<frameset><noframes>text</noframes></frameset>")]
    [InlineData("<desc>te</desc><defs><metadata>x</metadata></defs><annotation>t</annotation>")]
    [InlineData("<plaintext>text")]
    public void Text_for_a_reader_is_kept_whatever_held_it(string html) =>
        Assert.Equal("text", Bodies.Words(Bodies.Document(html).Body!.TextContent));

    [Theory]
    [InlineData("<table><tbody><tr><td>1</td></tr></tbody></table>")]
    [InlineData("<ul><li>a</li><li>b<ol start=\"3\"><li>c</li></ol></li></ul>")]
    [InlineData("<p>a <b>b</b> <i>c</i> <u>d</u> <code>e</code><br>f</p><hr>")]
    [InlineData("<blockquote>a<blockquote>b</blockquote></blockquote>")]
    [InlineData("<pre>\n\n a\n  b</pre>")]
    [InlineData("<h1>a</h1><h6>b</h6><dl><dt>c</dt><dd>d</dd></dl>")]
    [InlineData("<ruby>a<rt>b</rt></ruby>&lt;b&gt; &amp;amp; &quot;q&quot;&nbsp;")]
    public void Plain_structure_comes_out_as_it_went_in(string html) => Assert.Equal(html, Bodies.Inner(html));

    [Theory]
    [InlineData("<input type=hidden value=secret>")]
    [InlineData("<input type=password value=secret>")]
    [InlineData("<input type=checkbox value=secret>")]
    public void A_value_that_is_never_seen_is_not_shown(string html) => Assert.DoesNotContain("secret", Bodies.Inner(html), StringComparison.Ordinal);

    [Fact]
    public void Active_parts_are_counted() =>
        Assert.Equal(5, Bodies.Sanitise("<script>1</script><p onclick=a onload=b>x<form>y</form><a href='javascript:1'>z</a>").ActiveRemoved);

    [Fact]
    public void An_empty_mail_is_an_empty_document() => Assert.Equal("", Bodies.Inner(""));
}
