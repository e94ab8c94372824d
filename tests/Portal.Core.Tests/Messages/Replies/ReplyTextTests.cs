using System.Text;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>What an answer takes from what it answers.</summary>
public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("Your contract", "Re: Your contract", "Fwd: Your contract")]
    [InlineData("Re: Your contract", "Re: Your contract", "Fwd: Re: Your contract")]
    [InlineData("RE: AW: re[3]: Antw: Your contract", "Re: Your contract", "Fwd: RE: AW: re[3]: Antw: Your contract")]
    [InlineData("Fwd: WG: x", "Re: Fwd: WG: x", "Fwd: x")]
    [InlineData("Regarding: x", "Re: Regarding: x", "Fwd: Regarding: x")]
    [InlineData("", "Re:", "Fwd:")]
    [InlineData("=?utf-8?Q?Gr=C3=BCezi=0D=0ABcc=3A_x?=", "Re: GrüeziBcc: x", "Fwd: GrüeziBcc: x")]
    [InlineData("=?utf-8?Q?a=E2=80=AEb?=", "Re: ab", "Fwd: ab")]
    public async Task Subjects_have_their_prefix_once(string subject, string reply, string forward)
    {
        var message = await OutlineAsync("Subject: " + subject);
        Assert.Equal(reply, ReplySubject.Of(ReplyKind.Reply, message));
        Assert.Equal(forward, ReplySubject.Of(ReplyKind.Forward, message));
        Assert.True(LineText.IsPlain(ReplySubject.Of(ReplyKind.Reply, message)));
    }

    [Fact]
    public async Task A_subject_without_end_is_cut() =>
        Assert.True(ReplySubject.Of(ReplyKind.Reply, await OutlineAsync("Subject: " + new string('x', 5_000))).Length <= ReplySubject.Longest);

    [Theory]
    [InlineData("Message-ID: <3@x>\nReferences: <1@x> <2@x>\nIn-Reply-To: <2@x>", "<3@x>", "<1@x> <2@x> <3@x>")]
    [InlineData("Message-ID: <3@x>\nIn-Reply-To: <2@x>", "<3@x>", "<2@x> <3@x>")]
    [InlineData("Message-ID: <3@x>\nIn-Reply-To: <1@x> <2@x>", "<3@x>", "<3@x>")]
    [InlineData("Message-ID: <3@x>", "<3@x>", "<3@x>")]
    [InlineData("References: <1@x>", null, "<1@x>")]
    [InlineData("Message-ID: garbage", null, "")]
    [InlineData("Message-ID: <a\u00e4@x>\nReferences: <1@x> <<2@x>> phrase <3@x", null, "<1@x> <2@x>")]
    [InlineData("Message-ID: <2@x>\nReferences: <1@x> <2@x> <1@x>", "<2@x>", "<1@x> <2@x>")]
    public async Task An_answer_stands_in_its_conversation(string header, string? inReplyTo, string references)
    {
        var thread = ReplyThread.Of(await OutlineAsync(header));
        Assert.Equal((inReplyTo, references), (thread.InReplyTo, string.Join(' ', thread.References)));
    }

    [Fact]
    public async Task Of_a_conversation_without_end_the_first_and_the_last_stay()
    {
        var thread = ReplyThread.Of(await OutlineAsync("Message-ID: <own@x>\nReferences: " + string.Join("\n ", Enumerable.Range(0, 500).Select(i => $"<{i}@x>"))));
        Assert.Equal((50, "<0@x>", "<own@x>"), (thread.References.Count, thread.References[0], thread.References[^1]));
    }

    [Theory]
    [InlineData("one\r\ntwo", "> one\n> two\n")]
    [InlineData("one\n\ntwo \n", "> one\n>\n> two\n")]
    [InlineData("> deep\n>> deeper", ">> deep\n>>> deeper\n")]
    public void Each_line_is_quoted_once_more(string text, string quoted) => Assert.Equal(quoted, QuotedText.Of(text));

    [Fact]
    public void A_text_without_end_is_cut_where_the_quotation_says_so() =>
        Assert.EndsWith("> …\n", QuotedText.Of(new string('x', QuotedText.Longest + 1)), StringComparison.Ordinal);

    internal static ValueTask<Outline> OutlineAsync(string header) => OutlineReader.ReadAsync(
        new MemoryStream(Encoding.UTF8.GetBytes(header.ReplaceLineEndings("\r\n") + "\r\n\r\nText\r\n")), new OutlineOptions(), CancellationToken.None);
}
