using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class SanitiserImageTests
{
    private static readonly SanitiserOptions WithLogo = new() { InlineImage = id => id == "logo@x" ? Bodies.Pixel : null };

    [Theory]
    [InlineData("<img src='cid:logo@x' alt=Logo width=20>")]
    [InlineData("<img src='CID:logo%40x' alt=Logo width=20>")]
    [InlineData("<img src=' cid:&lt;logo@x&gt; ' alt=Logo width=20>")]
    public void A_picture_of_the_mail_is_shown(string html) =>
        Assert.Equal($"<img src=\"{Bodies.Pixel}\" alt=\"Logo\" width=\"20\">", Bodies.Inner(html, WithLogo));

    [Theory]
    [InlineData("data:image/svg+xml;base64,PHN2Zz4=")]
    [InlineData("data:text/html;base64,PHN2Zz4=")]
    [InlineData("data:image/png;base64,\"><script>")]
    [InlineData("data:image/png,abc")]
    [InlineData("https://x.example/a.png")]
    public void A_callback_that_gives_anything_else_is_not_believed(string given) =>
        Assert.DoesNotContain("<img", Bodies.Inner("<img src=cid:a alt=b>", new() { InlineImage = _ => given }), StringComparison.Ordinal);

    [Fact]
    public void A_picture_is_asked_for_once()
    {
        var asked = new List<string>();
        Bodies.Sanitise("<img src=cid:a><img src=cid:a><td background=cid:a>", new()
        {
            InlineImage = id =>
            {
                asked.Add(id);
                return Bodies.Pixel;
            },
        });

        Assert.Equal(["a"], asked);
    }

    [Fact]
    public void Pictures_in_data_addresses_are_shown_when_they_are_pixels()
    {
        Assert.Contains(Bodies.Pixel, Bodies.Inner($"<img src='{Bodies.Pixel}'>"), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", Bodies.Inner("<img src='data:image/svg+xml;base64,PHN2Zz4=' alt=x>"), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", Bodies.Inner("<img src='data:text/html,x' alt=x>"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_remote_picture_becomes_a_box_with_its_words_and_is_counted()
    {
        const string html = "<img src='https://x.example/a.png' srcset='https://x.example/b.png 2x' alt='Our <offer>' width=300 height=200>";

        Assert.Equal("<span class=\"portal-blocked-image\" style=\"width:300px;min-height:64px;\">Our &lt;offer&gt;</span>", Bodies.Inner(html));
        Assert.Equal(1, Bodies.Sanitise(html).RemoteImagesBlocked);
    }

    [Fact]
    public void The_box_of_a_picture_that_shrinks_shrinks() =>
        Assert.Contains("style=\"width:100%;max-width:250px;\"", Bodies.Inner("<img src='https://x.example/a.png' alt=x width=250 style='width:100%'>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("<img src='https://x.example/t.gif' width=1 height=1>")]
    [InlineData("<img src='https://x.example/t.gif' style='width:1px;height:1px'>")]
    [InlineData("<img src='https://x.example/t.gif' width=0 height=0 alt=''>")]
    [InlineData("<img src='https://x.example/t.gif' style='display:none'>")]
    public void A_tracking_pixel_goes_without_a_word(string html)
    {
        Assert.Equal("", Bodies.Inner(html));
        Assert.Equal(0, Bodies.Sanitise(html).RemoteImagesBlocked);
    }

    [Theory]
    [InlineData("<td background='https://x.example/a.png'>x")]
    [InlineData("<td style='background:url(https://x.example/a.png)'>x")]
    [InlineData("<style>td{background-image:url(https://x.example/a.png)}</style><td>x")]
    public void Remote_grounds_go_and_are_counted(string cell)
    {
        var body = Bodies.Sanitise($"<table><tr>{cell}</table>");

        AllowList.Holds(body.Html);
        Assert.DoesNotContain("x.example", body.Html.Markup, StringComparison.Ordinal);
        Assert.Equal(1, body.RemoteImagesBlocked);
    }

    [Theory]
    [InlineData("<table background='cid:logo@x'><tr><td>x</table>")]
    [InlineData("<div style='background:#fff url(cid:logo@x) no-repeat'>x</div>")]
    [InlineData("<style>.a{background-image:url(\"cid:logo@x\")}</style><div class=a>x</div>")]
    public void Grounds_of_the_mail_are_shown(string html)
    {
        var markup = AllowList.Holds(Bodies.Sanitise(html, WithLogo).Html).DocumentElement.OuterHtml;

        Assert.Contains(Bodies.Pixel, markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_is_repeated_without_end_is_written_within_bounds()
    {
        var large = "data:image/png;base64," + new string('A', 4_000_000);
        var many = string.Concat(Enumerable.Repeat("<img src=cid:a alt=b>", 100));

        var markup = Bodies.Sanitise(many, new() { InlineImage = _ => large }).Html.Markup;

        Assert.InRange(markup.Length, 4_000_000, 70_000_000);
        Assert.Contains("portal-blocked-image", markup[^2000..], StringComparison.Ordinal);
    }
}
