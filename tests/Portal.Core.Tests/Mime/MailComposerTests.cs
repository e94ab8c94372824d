using System.Text;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class MailComposerTests
{
    private static readonly MailDraft Plain = new()
    {
        From = new("Portal", "portal@example.org"),
        To = [new("", "anna@example.org")],
        Subject = "Hello",
        Text = "one\ntwo",
    };

    [Fact]
    public async Task A_short_text_is_written_as_it_is()
    {
        var mail = Compose(Plain);
        var text = Encoding.ASCII.GetString(mail.Bytes.Span);
        Assert.Contains("From: \"Portal\" <portal@example.org>\r\nTo: anna@example.org\r\nSubject: Hello\r\nDate: Fri, 1 May 2026 12:00:00 +0000\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Content-Transfer-Encoding: 7bit\r\n\r\none\r\ntwo", text, StringComparison.Ordinal);
        Assert.EndsWith("@portal.example>", mail.MessageId, StringComparison.Ordinal);
        Assert.Equal(mail.MessageId, (await Mails.OutlineOf(mail.Bytes.ToArray())).Header("Message-ID"));
        Assert.NotEqual(mail.MessageId, Compose(Plain).MessageId);
    }

    [Fact]
    public async Task All_parts_come_back()
    {
        var draft = Plain with
        {
            Html = "<p>ä</p>",
            Text = "ä " + new string('x', 200) + " \r\n.\r\nFrom me\r\n",
            Attachments = [new("Grüße/ä\"b.bin", "application/octet-stream", new byte[1000]), new("", "a/b", default), new(new string('ü', 200), "c/d", new byte[1])],
        };
        var bytes = Compose(draft).Bytes.ToArray();
        var outline = await Mails.OutlineOf(bytes);

        Assert.Equal("multipart/mixed(multipart/alternative(text/plain,text/html),application/octet-stream,a/b,c/d)", Mails.Shape(outline.Root));
        Assert.Equal(draft.Text, await Text(bytes, outline.Part(2)!));
        Assert.Equal(draft.Html, await Text(bytes, outline.Part(3)!));
        Assert.Equal((1000, "ä\"b.bin", 78), (outline.Part(4)!.DecodedLength, outline.Part(4)!.FileName, outline.Part(4)!.EncodedLineLength));
        Assert.Equal((0, null), (outline.Part(5)!.DecodedLength, outline.Part(5)!.FileName));
        Assert.Equal(new string('ü', 200), outline.Part(6)!.FileName);
        Assert.Empty(outline.Remarks);
        Assert.True(Ascii.IsValid(bytes));
        Assert.All(Encoding.ASCII.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.DoesNotContain("\n", Encoding.ASCII.GetString(bytes).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_subjects_come_back()
    {
        string[] texts =
        [
            "Hello", "a  b", " a ", "=?utf-8?Q?a?=", "Grüße", "日本語" + new string('語', 300), new string('a', 2000), string.Concat(Enumerable.Repeat("word ", 100)) + "x",
            "a, b <c@d.example>", "\"quoted\" \\", "👨‍👩‍👧‍👦" + string.Concat(Enumerable.Repeat("😀", 100)), "(comment)", "",
        ];
        foreach (var text in texts)
        {
            var bytes = Compose(Plain with { Subject = text, From = new(text, "a@b.example") }).Bytes.ToArray();
            var outline = await Mails.OutlineOf(bytes);
            Assert.Equal(text.Trim(), HeaderText.Decode(outline.Header("Subject")!).Trim());
            Assert.Equal(new MailAddress(text.Trim(), "a@b.example"), Assert.Single(AddressList.Parse(outline.Header("From"))));
            Assert.All(Encoding.ASCII.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        }
    }

    [Theory]
    [InlineData("a\r\nBcc: x@y.example")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void Nothing_can_be_slipped_into_a_header(string text)
    {
        MailDraft[] drafts =
        [
            Plain with { Subject = text },
            Plain with { From = new(text, "a@b.example") },
            Plain with { From = new("", "a@b.example" + text[1..]) },
            Plain with { To = [new(text, "a@b.example")] },
            Plain with { Cc = [new(text, "a@b.example")] },
            Plain with { ReplyTo = new(text, "a@b.example") },
            Plain with { AutoSubmitted = text },
            Plain with { Extra = [new("X-A", text)] },
            Plain with { Extra = [new(text, "a")] },
            Plain with { Attachments = [new(text, "a/b", default)] },
            Plain with { Attachments = [new("a", "a/b" + text[1..], default)] },
        ];
        foreach (var draft in drafts)
        {
            var error = Assert.Throws<ArgumentException>(() => Compose(draft));
            Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("y.example", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("To")]
    [InlineData("bcc")]
    [InlineData("Content-Type")]
    [InlineData("X Y")]
    [InlineData("X:Y")]
    [InlineData("")]
    public void Only_other_fields_can_be_added(string name) =>
        Assert.Throws<ArgumentException>(() => Compose(Plain with { Extra = [new(name, "v")] }));

    [Fact]
    public void Domains_are_written_as_a_labels_and_local_parts_beyond_ascii_are_flagged()
    {
        var idn = Compose(Plain with { To = [new("", "anna@bücher.example")] });
        Assert.Contains("To: anna@xn--bcher-kva.example\r\n", Encoding.UTF8.GetString(idn.Bytes.Span), StringComparison.Ordinal);
        Assert.False(idn.NeedsSmtpUtf8);
        var local = Compose(Plain with { To = [new("", "jörg@b.example")] });
        Assert.Contains("To: jörg@b.example\r\n", Encoding.UTF8.GetString(local.Bytes.Span), StringComparison.Ordinal);
        Assert.True(local.NeedsSmtpUtf8);
    }

    [Fact]
    public void Local_parts_keep_their_case() =>
        Assert.Contains("To: Anna@example.org\r\n", Encoding.UTF8.GetString(Compose(Plain with { To = [new("", "Anna@Example.org")] }).Bytes.Span), StringComparison.Ordinal);

    internal static ComposedMail Compose(MailDraft draft) => new MailComposer(new FixedClock(), "portal.example").Compose(draft);

    private static async Task<string> Text(byte[] mail, OutlinePart part) => await PartContent.ReadTextAsync(new MemoryStream(mail), part, 10_000, default);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
