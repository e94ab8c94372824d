using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class OutlineReaderTests
{
    private static readonly string[] Alternative =
    [
        "From: Anna <anna@example.org>", "Subject: Hello", "MIME-Version: 1.0",
        "Content-Type: multipart/alternative; boundary=\"b1\"", "", "preamble", "--b1",
        "Content-Type: text/plain; charset=UTF-8; format=flowed; delsp=yes", "", "one", "two", "--b1",
        "Content-Type: text/html", "Content-Transfer-Encoding: quoted-printable", "Content-ID: <x@y>", "", "<p>=C3=A4=", "</p>", "--b1--",
        "epilogue",
    ];

    [Fact]
    public async Task A_part_is_found_where_it_lies()
    {
        var mail = Mails.Bytes(Alternative);
        var outline = await Mails.OutlineOf(mail);

        Assert.Equal("multipart/alternative(text/plain,text/html)", Mails.Shape(outline.Root));
        Assert.Equal("one\r\ntwo", Mails.RawBody(mail, outline.Root.Children[0]));
        Assert.Equal("<p>=C3=A4=\r\n</p>", Mails.RawBody(mail, outline.Root.Children[1]));
        Assert.Equal([0, 1, 2], Mails.Parts(outline.Root).Select(part => part.Number));
        Assert.Equal(mail.Length, outline.Length);
        Assert.Equal("Hello", outline.Header("subject"));
        Assert.Empty(outline.Remarks);
    }

    [Fact]
    public async Task A_parts_fields_are_taken_down()
    {
        var outline = await Mails.OutlineOf(Alternative);
        var (text, html) = (outline.Root.Children[0], outline.Root.Children[1]);

        Assert.Equal("b1", outline.Root.Boundary);
        Assert.Equal(("utf-8", true, true), (text.Charset, text.Flowed, text.DelSp));
        Assert.Equal((TransferEncoding.QuotedPrintable, "x@y", 9L), (html.Encoding, html.ContentId, html.DecodedLength));
    }

    [Fact]
    public async Task A_wrapper_is_left_out_of_the_outline()
    {
        string[] wrapper = ["Content-Type: message/rfc822", "Content-Transfer-Encoding: 8bit", ""];
        var start = Mails.Bytes([.. wrapper, ""]).Length;
        var outline = await Mails.OutlineOf([.. wrapper, .. Alternative]);

        Assert.Equal(start, outline.MessageStart);
        Assert.Equal(start, outline.Root.HeaderStart);
        Assert.Equal("multipart/alternative(text/plain,text/html)", Mails.Shape(outline.Root));
        Assert.Equal("Hello", outline.Header("Subject"));
    }

    [Fact]
    public async Task A_message_with_its_own_sender_that_holds_a_message_is_no_wrapper()
    {
        var outline = await Mails.OutlineOf(["From: real@example.org", "Content-Type: message/rfc822", "", .. Alternative]);

        Assert.Equal(0, outline.MessageStart);
        Assert.Equal("real@example.org", outline.Header("From"));
        Assert.Equal("message/rfc822(multipart/alternative(text/plain,text/html))", Mails.Shape(outline.Root));
    }

    [Fact]
    public async Task A_nested_message_shows_its_own_header()
    {
        var outline = await Mails.OutlineOf(
            ["From: a@b.example", "Content-Type: multipart/mixed; boundary=x", "", "--x", "Content-Type: message/rfc822", "", .. Alternative, "--x--"]);
        var nested = outline.Root.Children[0];

        Assert.Equal("multipart/mixed(message/rfc822(multipart/alternative(text/plain,text/html)))", Mails.Shape(outline.Root));
        Assert.Contains(nested.Headers!, field => field.Is("Subject") && field.Value == "Hello");
        Assert.Equal(nested.BodyStart, nested.Children[0].HeaderStart);
        Assert.Null(nested.Children[0].Headers);
    }

    [Fact]
    public async Task Steering_fields_are_given_with_their_places()
    {
        var mail = Mails.Bytes(
            "X-Portal-Mobile: +41791234567", "Content-Type: message/rfc822", "", "From: a@b.example", "x-eswmail-noreply: yes",
            "X-PORTAL-Expires : 14d", " folded", "Subject: s", "X-ESWmail-LFM: yes", "", "X-Portal-Mobile: text");
        var outline = await Mails.OutlineOf(mail);
        var kept = mail.ToList();
        foreach (var range in outline.SteeringRanges.Reverse())
        {
            kept.RemoveRange((int)range.Start, (int)range.Length);
        }

        Assert.Equal(["+41791234567", "yes", "14d folded", "yes"], outline.Steering.Select(field => field.Value));
        Assert.Equal(Mails.Bytes("Content-Type: message/rfc822", "", "From: a@b.example", "Subject: s", "", "X-Portal-Mobile: text"), kept);
        Assert.Empty((await Mails.OutlineOf(kept.ToArray())).SteeringRanges);
    }

    [Fact]
    public async Task Steering_fields_of_a_part_steer_nothing()
    {
        var outline = await Mails.OutlineOf(
            "Content-Type: multipart/mixed; boundary=x", "", "--x", "X-Portal-Mobile: +41790000000", "", "text", "--x--");
        Assert.Empty(outline.Steering);
        Assert.Empty(outline.SteeringRanges);
    }

    [Fact]
    public async Task A_boundary_that_begins_like_another_ends_nothing()
    {
        var mail = Mails.Bytes(
            "Content-Type: multipart/mixed; boundary=x", "", "--x", "", "--xy", "text", "--x-", "-- ", "--x--no", "--x \t", "", "two", "--x-- end");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(["--xy\r\ntext\r\n--x-\r\n-- \r\n--x--no", "two"], outline.Root.Children.Select(part => Mails.RawBody(mail, part)));
    }

    [Theory]
    [InlineData("a", "ab")]
    [InlineData("ab", "a")]
    [InlineData("a", "a--")]
    [InlineData("a--", "a")]
    [InlineData("a", "a b")]
    [InlineData("a(b)+_,-./:=?", "a(b)+_,-./:=?'")]
    [InlineData("same", "same")]
    public async Task Boundaries_that_begin_alike_part_what_their_owners_part(string outer, string inner)
    {
        var mail = Mails.Bytes(
            $"Content-Type: multipart/mixed; boundary=\"{outer}\"", "", $"--{outer}", $"Content-Type: multipart/alternative; boundary=\"{inner}\"", "",
            $"--{inner}", "", "one", $"--{inner}", "", "two", $"--{inner}--", $"--{outer}", "", "three", $"--{outer}--");
        var texts = Mails.Parts((await Mails.OutlineOf(mail)).Root).Where(part => part.Children.Count == 0).Select(part => Mails.RawBody(mail, part)).ToList();

        // Where an inner line can be read as the outer's closing one, the inner part goes first; no text is lost either way.
        Assert.All("one two three".Split(' '), word => Assert.Contains(texts, text => text.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_fields_that_contradict_each_other_the_first_counts_for_all_that_read_them()
    {
        var mail = Mails.Bytes(
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 7bit", "Content-Disposition: inline", "content-type: multipart/mixed; boundary=x",
            "CONTENT-TRANSFER-ENCODING: base64", "Content-Disposition: attachment; filename=evil.html", "Content-Type : text/html", "", "--x", "", "dGV4dA==", "--x--");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(("text/plain", TransferEncoding.SevenBit, "inline", null), (outline.Root.MediaType, outline.Root.Encoding, outline.Root.Disposition, outline.Root.FileName));
        Assert.Empty(outline.Root.Children);
        Assert.Equal("--x\r\n\r\ndGV4dA==\r\n--x--", await Mails.ContentText(mail, outline.Root));
    }

    [Theory]
    [InlineData("Content-Type: text/html\0; charset=utf-8", "text/html\0")]
    [InlineData("Content-Type: text/plain (text/html; boundary=x", "text/plain")]
    [InlineData("Content-Type: \"text/html\"", "text/html")]
    [InlineData("Content-Type: text\u00FFhtml", "text/plain")]
    [InlineData("Content-Type\0: text/html", "text/plain")]
    [InlineData("Content-Type\u00A0: text/html", "text/plain")]
    [InlineData("Content-Type:\ttext/\r\n html", "text/html")]
    public async Task Odd_bytes_in_a_type_never_make_it_more_active(string field, string expected)
    {
        var outline = await Mails.OutlineOf("From: a@b.example", field, "", "<b>text</b>");
        Assert.Equal(expected, outline.Root.MediaType);
        var selection = BodySelection.Of(outline);
        Assert.Equal(expected == "text/html" ? 1 : 0, selection.HtmlView.Count(part => part.Is("text/html")));
        Assert.Equal(1, selection.HtmlView.Count + selection.Attachments.Count);
    }

    [Fact]
    public async Task Single_line_feeds_end_lines_too()
    {
        var mail = Mails.Bytes("Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n\n--x\nContent-Type: text/html\n\ntwo\n--x--\n");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(["one\n", "two"], outline.Root.Children.Select(part => Mails.RawBody(mail, part)));
    }

    [Fact]
    public async Task An_unclosed_multipart_ends_with_its_parent()
    {
        var mail = Mails.Bytes(
            "Content-Type: multipart/mixed; boundary=a", "", "--a", "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "in", "--a",
            "", "out", "--a--");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal("multipart/mixed(multipart/mixed(text/plain),text/plain)", Mails.Shape(outline.Root));
        Assert.Equal("in", Mails.RawBody(mail, outline.Root.Children[0].Children[0]));
    }

    [Theory]
    [InlineData("", "text/plain")]
    [InlineData("\r\n", "text/plain")]
    [InlineData("no header at all\r\n\r\nreally", "text/plain")]
    [InlineData("Content-Type: multipart/mixed; boundary=x", "multipart/mixed")]
    [InlineData("Content-Type: multipart/mixed", "multipart/mixed")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", "multipart/mixed(text/plain)")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--", "multipart/mixed")]
    [InlineData("Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\nSubject: s", "multipart/digest(message/rfc822(text/plain))")]
    [InlineData("Content-Type: garbage", "text/plain")]
    public async Task Scraps_have_an_outline(string mail, string shape) => Assert.Equal(shape, Mails.Shape((await Mails.OutlineOf(mail)).Root));

    [Fact]
    public async Task Text_without_a_header_is_text()
    {
        var mail = Mails.Bytes("This is no header", "", "and this is no body");
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal("This is no header\r\n\r\nand this is no body", Mails.RawBody(mail, outline.Root));
    }
}
