using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class ElsewhereTests
{
    [Theory]
    [InlineData("message/partial; id=\"x@y\"; number=2; total=5", true, 2, 5, "")]
    [InlineData("message/partial; number=-1; total=99999999999", true, null, null, "")]
    [InlineData("message/external-body; access-type=URL; URL=\"https://example.com/\r\n  a.pdf\"", false, null, null, "https://example.com/a.pdf")]
    [InlineData("message/external-body; access-type=anon-ftp; site=ftp.example.com; directory=pub; name=\"a\u0001<b>\"", false, null, null, "ftp.example.com/pub/a<b>")]
    [InlineData("message/external-body", false, null, null, "")]
    public async Task It_says_what_the_part_says(string type, bool piece, int? number, int? total, string address)
    {
        var mail = Mails.Bytes("Content-Type: multipart/mixed; boundary=x", "", "--x", $"Content-Type: {type}", "", "", "--x--");
        var part = (await Mails.OutlineOf(mail)).Part(1)!;
        Assert.True(Elsewhere.Is(part));
        Assert.Equal(new Elsewhere(piece, number, total, address), await Elsewhere.ReadAsync(new MemoryStream(mail), part, default));
    }

    [Fact]
    public async Task A_whole_mail_may_be_a_piece_and_nothing_inside_is_taken_apart()
    {
        var mail = Mails.Bytes(
            "Content-Type: message/rfc822", "", "From: a@b.example", "Content-Type: message/partial; id=i; number=1; total=2", "",
            "Subject: inner", "Content-Type: multipart/mixed; boundary=y", "", "--y");
        var outline = await Mails.OutlineOf(mail);
        Assert.Empty(outline.Root.Children);
        Assert.Equal(new Elsewhere(true, 1, 2, ""), await Elsewhere.ReadAsync(new MemoryStream(mail), outline.Root, default));
    }
}
