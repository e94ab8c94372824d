using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class BodySelectionTests
{
    [Theory]
    [InlineData("text/plain", "0", "0", "")]
    [InlineData("text/html", "0", "0", "")]
    [InlineData("application/pdf", "", "", "0")]
    [InlineData("text/csv", "", "", "0")]
    [InlineData("text/plain!", "", "", "0")]
    [InlineData("multipart/alternative(text/plain,text/html)", "2", "1", "")]
    [InlineData("multipart/alternative(text/html,text/plain)", "1", "2", "")]
    [InlineData("multipart/alternative(text/plain,text/html,text/calendar)", "2", "1", "3")]
    [InlineData("multipart/alternative(text/plain,text/x-amp-html,text/html)", "3", "1", "")]
    [InlineData("multipart/alternative(text/plain)", "1", "1", "")]
    [InlineData("multipart/alternative(text/calendar)", "", "", "1")]
    [InlineData("multipart/alternative(text/plain,multipart/related(text/html,image/png#))", "3", "1", "")]
    [InlineData("multipart/alternative(text/plain,multipart/mixed(text/html,application/pdf))", "3", "1", "4")]
    [InlineData("multipart/alternative(text/plain,multipart/mixed(application/pdf,text/csv))", "1", "1", "3,4")]
    [InlineData("multipart/alternative(multipart/mixed(text/plain,application/pdf),text/plain,text/html)", "5", "4", "3")]
    [InlineData("multipart/alternative(text/plain,text/plain!,text/html!)", "1", "1", "2,3")]
    [InlineData("multipart/related(multipart/alternative(text/plain,text/html),image/png#,image/gif)", "3", "2", "5")]
    [InlineData("multipart/related(text/plain,image/png#)", "1", "1", "2")]
    [InlineData("multipart/mixed(text/plain,image/png,text/html,text/plain!)", "1,3", "1,3", "2,4")]
    [InlineData("multipart/mixed(text/plain,message/rfc822(text/html))", "1", "1", "2")]
    [InlineData("multipart/mixed(multipart/alternative(text/plain,text/html),image/png#)", "3", "2", "4")]
    [InlineData("multipart/signed(text/plain,application/pgp-signature)", "1", "1", "2")]
    [InlineData("message/partial", "", "", "0")]
    [InlineData("message/external-body", "", "", "0")]
    public void The_right_parts_are_shown(string shape, string html, string text, string attachments)
    {
        var selection = BodySelection.Of(new Outline { Root = Shapes.Read(shape) });
        Assert.Equal(html, Numbers(selection.HtmlView));
        Assert.Equal(text, Numbers(selection.TextView));
        Assert.Equal(attachments, Numbers(selection.Attachments.Select(attachment => attachment.Part)));
    }

    [Fact]
    public void Pictures_are_found_by_their_id()
    {
        var selection = BodySelection.Of(new Outline { Root = Shapes.Read("multipart/related(text/html,image/png#,image/gif#,text/plain#)") });
        Assert.Equal(["id2", "id3"], selection.InlineById.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, selection.Html!.Number);
        Assert.Null(BodySelection.Of(new Outline { Root = Shapes.Read("text/html") }).Text);
    }

    [Fact]
    public void The_root_of_related_parts_may_stand_anywhere()
    {
        var root = Shapes.Read("multipart/related(image/png#,text/html#)") with { Start = "id2" };
        var selection = BodySelection.Of(new Outline { Root = root });
        Assert.Equal("2", Numbers(selection.HtmlView));
        Assert.Empty(selection.Attachments);
    }

    [Fact]
    public async Task Attachments_have_names()
    {
        var outline = await Mails.OutlineOf(
            "Content-Type: multipart/mixed; boundary=x", "", "--x", "Content-Type: message/rfc822", "", "Subject: =?utf-8?Q?a/b=0A=C3=A4?=", "", "",
            "--x", "Content-Type: image/png", "", "--x", "Content-Type: message/rfc822", "", "", "--x", "Content-Type: a/b; name=c.d", "", "--x--");
        Assert.Equal(["a-bä.eml", "part-3.png", "part-4.eml", "c.d"], BodySelection.Of(outline).Attachments.Select(attachment => attachment.FileName));
    }

    [Fact]
    public async Task A_multipart_without_a_boundary_is_shown_as_text()
    {
        var outline = await Mails.OutlineOf("Content-Type: multipart/mixed", "", "--x", "", "text");
        Assert.Equal("0", Numbers(BodySelection.Of(outline).TextView));
        Assert.Equal(OutlineRemarkKind.NoBoundary, Assert.Single(outline.Remarks).Kind);
    }

    private static string Numbers(IEnumerable<OutlinePart> parts) => string.Join(',', parts.Select(part => part.Number));
}
