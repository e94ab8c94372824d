using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class SanitiserAttributeTests
{
    [Theory]
    [InlineData("<p onclick=\"alert(1)\">x</p>", "<p>x</p>")]
    [InlineData("<p srcdoc=x formaction=y ping=z contenteditable autofocus tabindex=1 accesskey=a data-x=1 is=y slot=s>x</p>", "<p>x</p>")]
    [InlineData("<p align=\"center\" dir=\"rtl\" lang=\"he\" title=\"t\">x</p>", "<p align=\"center\" dir=\"rtl\" lang=\"he\" title=\"t\">x</p>")]
    [InlineData("<p align=\"x\" dir=\"y\" lang=\"&lt;\">x</p>", "<p>x</p>")]
    [InlineData("<font color=red size=+1 face='Arial, x'>x</font>", "<font color=\"red\" size=\"+1\" face=\"Arial, x\">x</font>")]
    [InlineData("<font color='expression(1)' size=huge face='a;b'>x</font>", "<font>x</font>")]
    [InlineData("<p title='\"><script>alert(1)</script>'>x</p>", "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">x</p>")]
    public void Attributes_are_kept_by_name_and_shape(string html, string expected) => Assert.Equal(expected, Bodies.Inner(html));

    [Fact]
    public void Tables_keep_their_layout() =>
        Assert.Equal(
            "<table width=\"600\" border=\"0\" cellpadding=\"0\" cellspacing=\"0\" align=\"center\" role=\"presentation\" bgcolor=\"#ffffff\"><tbody><tr>"
            + "<td width=\"50%\" height=\"20\" colspan=\"2\" valign=\"top\" nowrap=\"\">x</td></tr></tbody></table>",
            Bodies.Inner("<table width=600px border=0 cellpadding=0 cellspacing=0 align=center role=presentation bgcolor=ffffff><tr><td width=50% height=20 colspan=2 valign=top nowrap>x</table>"));

    [Fact]
    public void Ids_and_classes_get_a_prefix_and_names_go() =>
        Assert.Equal(
            "<div id=\"m-body\" class=\"m-a m-b\">x</div><a id=\"m-top\">y</a><a href=\"#m-top\">z</a>",
            Bodies.Inner("<div id=body class='a b c:d portal/x'>x</div><a name=top>y</a><a href=#top>z</a>"));

    [Theory]
    [InlineData("<form id=attributes><a name=nodeName>x</a></form>")]
    [InlineData("<img name=getElementById src=x alt=a><form name=body>x</form>")]
    [InlineData("<a id=defaultView></a><a id=defaultView name=x href='cid:alert(1)'>x</a>")]
    [InlineData("<form id=f><input name=parentNode><input id=ownerDocument></form>")]
    public void Nothing_can_clobber_the_document(string html)
    {
        var document = Bodies.Document(html);

        Assert.DoesNotContain(document.All, e => e.HasAttribute("name") && e.LocalName != "meta");
        Assert.All(document.Body!.QuerySelectorAll("[id]"), e => Assert.StartsWith("m-", e.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void The_body_keeps_its_own_ground_and_the_direction_of_the_document()
    {
        var document = Bodies.Document("<html dir=rtl lang=he><body bgcolor=#fafafa text=navy link=red class=w style='padding:4px' onload=x background='https://x.example/a.png'>x");

        Assert.Equal("rtl", document.DocumentElement.GetAttribute("dir"));
        Assert.Equal("he", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("<body bgcolor=\"#fafafa\" text=\"navy\" class=\"m-w\" style=\"padding:4px;\">x</body>", document.Body!.OuterHtml);
    }
}
