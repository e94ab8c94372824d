using System.Text.Json;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class StoredFormTests
{
    [Fact]
    public async Task An_outline_is_read_as_it_was_written()
    {
        var outline = await Mails.OutlineOf(
            "From: =?utf-8?Q?=C3=A4?= <a@b.example>", "Content-Type: multipart/mixed; boundary=\"<x>\"", "", "--<x>", "Content-Type: text/plain; format=flowed",
            "Content-Transfer-Encoding: base64", "Content-ID: <i>", "", "QUJD", "--<x>", "Content-Type: message/rfc822", "", "Subject: ü", "", "", "--<x>--");
        var json = OutlineJson.ToBytes(outline);
        var again = OutlineJson.FromBytes(json);

        Assert.Equal(json, OutlineJson.ToBytes(again));
        Assert.Equal(outline.Headers, again.Headers);
        Assert.Equal(Mails.Parts(outline.Root).Select(Flat), Mails.Parts(again.Root).Select(Flat));
        Assert.Equal(outline.Part(3)!.Number, again.Part(3)!.Number);
    }

    [Fact]
    public async Task The_deepest_outline_can_be_written_and_read()
    {
        var mail = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 40));
        var outline = await Mails.OutlineOf("From: a@b.example\r\n" + mail);
        Assert.Equal(33, Mails.Parts(OutlineJson.FromBytes(OutlineJson.ToBytes(outline)).Root).Count());
    }

    [Fact]
    public void An_outline_of_earlier_versions_is_read_as_it_was_meant()
    {
        var outline = OutlineJson.FromBytes(
            """{"r":{"n":0,"t":"multipart/mixed","b":"b","c":[{"n":1,"t":"a/b","e":4},{"n":2,"t":"a/b","e":5}]},"len":9,"x":[{"k":9,"p":1}]}"""u8);
        Assert.Equal([TransferEncoding.Base64, TransferEncoding.Unknown], outline.Root.Children.Select(part => part.Encoding));
        Assert.Equal(OutlineRemarkKind.EncodedMessage, Assert.Single(outline.Remarks).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[")]
    public void What_is_no_outline_is_refused(string json) =>
        Assert.Throws<JsonException>(() => OutlineJson.FromBytes(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task A_summary_says_what_the_inbox_shows()
    {
        var summary = MessageSummary.Of(await Mails.OutlineOf(
            "From: \"Meier, Anna\" <a@b.example>, x@y.example", "Subject: =?utf-8?Q?=C3=A4?=", "Date: Fri, 21 Nov 1997 09:55:06 -0600",
            "Content-Type: multipart/mixed; boundary=x", "", "--x", "", "t", "--x", "Content-Type: a/b", "", "--x--"));

        Assert.Equal(("Meier, Anna", "a@b.example", "ä", 1), (summary.FromName, summary.FromAddress, summary.Subject, summary.Attachments));
        Assert.Equal(new DateTimeOffset(1997, 11, 21, 9, 55, 6, TimeSpan.FromHours(-6)), summary.Date);
        Assert.Equal(TimeSpan.FromHours(-6), MessageSummary.FromBytes(summary.ToBytes()).Date!.Value.Offset);
        Assert.Equal(summary, MessageSummary.FromBytes(summary.ToBytes()));
    }

    [Fact]
    public async Task A_summary_is_short_whatever_the_mail_says()
    {
        var family = "👨‍👩‍👧‍👦";
        var text = string.Concat(Enumerable.Repeat(family, 100));
        var mail = System.Text.Encoding.UTF8.GetBytes($"From: {text} <{new string('a', 5000)}@b.example>\r\nSubject: {text}\r\n\r\n");
        var summary = MessageSummary.Of(await Mails.OutlineOf(mail));

        Assert.Equal(string.Concat(Enumerable.Repeat(family, 18)), summary.Subject);
        Assert.Equal((99, 320), (summary.FromName.Length, summary.FromAddress.Length));
        Assert.InRange(summary.ToBytes().Length, 1, 2000);
    }

    [Fact]
    public void A_mail_that_says_nothing_has_a_summary()
    {
        var summary = MessageSummary.Of(new Outline { Root = new OutlinePart { Number = 0, MediaType = "text/plain" } });
        Assert.Equal(("", "", "", null), (summary.FromName, summary.FromAddress, summary.Subject, summary.Date));
        Assert.Equal(summary, MessageSummary.FromBytes(summary.ToBytes()));
    }

    [Fact]
    public async Task A_summary_names_recipients_and_the_beginning_of_its_conversation()
    {
        var summary = MessageSummary.Of(await Mails.OutlineOf(
            "To: Bob <bob@b.example>, carl@c.example", "Cc: =?utf-8?Q?D=C3=B6ra?= <d@d.example>", "Message-ID: <3@x>", "In-Reply-To: <2@x>",
            "References: <1@x>", " <2@x>", "", "t"));

        Assert.Equal(("Bob <bob@b.example>, carl@c.example, Döra <d@d.example>", "1@x"), (summary.Recipients, summary.ThreadRoot));
        Assert.Equal(summary, MessageSummary.FromBytes(summary.ToBytes()));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Message-ID: <1@x>", "1@x")]
    [InlineData("Message-ID: <1@x>\r\nIn-Reply-To: <2@x>", "2@x")]
    [InlineData("Message-ID: <1@x>\r\nIn-Reply-To: your letter <of Friday> <2@x>", "2@x")]
    [InlineData("Message-ID: <1@x>\r\nIn-Reply-To: your letter", "1@x")]
    [InlineData("Message-ID: <1@x>\r\nReferences: < > <3@x> <4@x>", "3@x")]
    [InlineData("Message-ID: 1@x", "")]
    [InlineData("Message-ID: <1@x", "")]
    public async Task A_conversation_begins_with_the_first_message_that_is_named(string fields, string root) =>
        Assert.Equal(root, ThreadRoot.Of(await Mails.OutlineOf(System.Text.Encoding.UTF8.GetBytes($"Subject: s\r\n{fields}\r\n\r\nt"))));

    [Fact]
    public void A_summary_of_before_still_opens()
    {
        var bytes = new MessageSummary { FromName = "a", FromAddress = "b", Subject = "c" }.ToBytes()[..^4];
        bytes[0] = 1;

        var summary = MessageSummary.FromBytes(bytes);

        Assert.Equal(("a", "b", "c", "", null), (summary.FromName, summary.FromAddress, summary.Subject, summary.Recipients, summary.ThreadRoot));
    }

    [Fact]
    public void A_summary_cut_short_is_refused()
    {
        var bytes = new MessageSummary { FromName = "a", FromAddress = "b", Subject = "c" }.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => MessageSummary.FromBytes(bytes.AsSpan(0, length)));
        }
    }

    private static string Flat(OutlinePart part) => (part with { Children = [], Headers = null }).ToString().Replace("System.", "", StringComparison.Ordinal)
        + string.Join(';', part.Headers ?? []) + part.Children.Count;
}
