using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class HiddenTextTests
{
    [Theory]
    [InlineData("<div style='display:none'>secret</div>")]
    [InlineData("<div style='DISPLAY : NONE !important'>secret</div>")]
    [InlineData("<div style='d\\69splay:n\\6fne'>secret</div>")]
    [InlineData("<div hidden>secret</div>")]
    [InlineData("<div style='visibility:hidden'>secret</div>")]
    [InlineData("<div style='opacity:0'><b>secret</b></div>")]
    [InlineData("<div style='font-size:0px'><b>secret</b></div>")]
    [InlineData("<div style='font:0/0 a'>secret</div>")]
    [InlineData("<div style='max-height:0;overflow:hidden'>secret</div>")]
    [InlineData("<style>.pre{display:none}</style><div class='x pre'>secret</div>")]
    [InlineData("<style>#pre b{visibility:hidden}</style><div id=pre><i><b>secret</b></i></div>")]
    [InlineData("<style>div > span{display:none !important}</style><div><span style='display:inline'>secret</span></div>")]
    [InlineData("<style media=screen>@media screen{span{display:none}}</style><span>secret</span>")]
    [InlineData("<style>.m{display:none}@media (max-width:600px){.m{display:block!important}}</style><div class=m>secret</div>")]
    public void What_the_sender_hid_is_left_out_of_every_view(string html)
    {
        var body = Bodies.Sanitise($"<p>seen</p>{html}<p>too</p>");

        Assert.Equal("seen too", Bodies.Words(AllowList.Holds(body.Html).Body!.TextContent.Replace("seen", "seen ", StringComparison.Ordinal)));
        Assert.Equal("seen too", Bodies.Words(PlainText.FromHtml($"<p>seen</p>{html}<p>too</p>")));
        Assert.True(body.HiddenTextLeftOut);
    }

    [Theory]
    [InlineData("<div style='font-size:0'><div style='font-size:13px'>shown</div></div>")]
    [InlineData("<div style='visibility:hidden'><span style='visibility:visible'>shown</span></div>")]
    [InlineData("<style>.a{display:none}</style><div class=a style='display:block'>shown</div>")]
    [InlineData("<style>.a{display:none}#b{display:block}</style><div class=a id=b>shown</div>")]
    [InlineData("<style>@media (max-width:600px){div{display:none}}</style><div>shown</div>")]
    [InlineData("<style>@media print{div{display:none}}</style><div>shown</div>")]
    [InlineData("<style>div[x]{display:none}</style><div x>shown</div>")]
    [InlineData("<style>a:hover{display:none}.a.b{display:none}</style><div class=a>shown</div>")]
    [InlineData("<div style='color:transparent'>shown</div>")]
    [InlineData("<div style='position:absolute;left:-9999px'>shown</div>")]
    [InlineData("<div style='text-indent:-9999px;overflow:hidden'>shown</div>")]
    [InlineData("<div style='font-size:1px;line-height:1px'>shown</div>")]
    [InlineData("<div style='max-height:0'>shown</div>")]
    [InlineData("<dialog>shown</dialog>")]
    [InlineData("<details><p>shown</p></details>")]
    [InlineData("<style>body{display:none}</style><p>shown")]
    public void All_other_text_is_shown_in_every_view(string html)
    {
        Assert.Equal("shown", Bodies.Words(Bodies.Document(html).Body!.TextContent));
        Assert.Equal("shown", Bodies.Words(PlainText.FromHtml(html)));
    }

    [Fact]
    public void A_mail_that_hides_all_of_its_text_shows_it()
    {
        const string html = "<div style='display:none'>only this</div>";

        Assert.Equal("only this", Bodies.Document(html).Body!.TextContent);
        Assert.Equal("only this", PlainText.FromHtml(html));
        Assert.False(Bodies.Sanitise(html).HiddenTextLeftOut);
    }

    [Fact]
    public void A_later_rule_of_the_same_weight_wins()
    {
        Assert.Equal("ab", Bodies.Document("<style>.a{display:none}.b{display:block}</style>a<p class='b a'>b").Body!.TextContent);
        Assert.Equal("a", Bodies.Document("<style>.b{display:block}.a{display:none}</style>a<p class='b a'>b").Body!.TextContent);
    }
}
