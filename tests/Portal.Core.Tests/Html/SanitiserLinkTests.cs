using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class SanitiserLinkTests
{
    private const string Rest = "target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>";

    [Theory]
    [InlineData("https://example.com/a?b=1&amp;c=2#d", "https://example.com/a?b=1&amp;c=2#d", "example.com")]
    [InlineData("HTTP://EXAMPLE.com", "http://example.com/", "example.com")]
    [InlineData(" \x01\n htt\tps://exam\nple.com/ ", "https://example.com/", "example.com")]
    [InlineData("https:\\\\example.com\\a", "https://example.com/a", "example.com")]
    [InlineData("https:////example.com:8443/", "https://example.com:8443/", "example.com:8443")]
    [InlineData("https://bank.example@evil.example/", "https://evil.example/", "evil.example")]
    [InlineData("https://b&uuml;cher.example/&uuml;", "https://xn--bcher-kva.example/%C3%BC", "xn--bcher-kva.example")]
    [InlineData("https://example.com/a%2Fb?token=%3D%3d+%26&amp;x=", "https://example.com/a%2Fb?token=%3D%3d+%26&amp;x=", "example.com")]
    [InlineData("mailto:a@b.example?subject=Hi%20you&amp;attach=/etc/passwd", "mailto:a@b.example?subject=Hi%20you", "a@b.example")]
    [InlineData("tel:+49 30 (123)", "tel:+4930(123)", "+49 30 (123)")]
    [InlineData("&#104;ttps&colon;//example.com/", "https://example.com/", "example.com")]
    public void A_link_is_kept_normalised_and_says_where_it_goes(string href, string address, string shown) =>
        Assert.Equal($"<a href=\"{address}\" title=\"{shown}\" {Rest}", Bodies.Inner($"<a href=\"{href}\" title=\"your bank\">x</a>"));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt&colon;alert(1)")]
    [InlineData("jav&#x0A;ascript:alert(1)")]
    [InlineData("&#1;javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:msgbox(1)")]
    public void A_link_that_runs_something_becomes_text_and_is_counted(string href)
    {
        Assert.Equal("<a>x</a>", Bodies.Inner($"<a href='{href}'>x</a>"));
        Assert.Equal(1, Bodies.Sanitise($"<a href='{href}'>x</a>").ActiveRemoved);
    }

    [Theory]
    [InlineData("/messages/1/delete")]
    [InlineData("//evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("https:/sign-out")]
    [InlineData("file:///etc/passwd")]
    [InlineData("cid:part@x")]
    [InlineData("ftp://x.example/")]
    [InlineData("https://\uFFFDonts.example.com/css?family=Lato")] // a byte that was none of its charset
    [InlineData("https://")]
    [InlineData("https://a b.example/")]
    [InlineData("https://a%00b.example/")]
    [InlineData("javascript&NewLine;")]
    [InlineData("?x")]
    [InlineData("")]
    [InlineData("tel:javascript")]
    [InlineData("#a b")]
    public void A_link_of_another_kind_becomes_text(string href) => Assert.Equal("<a>x</a>", Bodies.Inner($"<a href='{href}'>x</a>"));

    [Fact]
    public void An_endless_address_becomes_text() =>
        Assert.Equal("<a>x</a>", Bodies.Inner($"<a href='https://example.com/{new string('a', 10_000)}'>x</a>"));
}
