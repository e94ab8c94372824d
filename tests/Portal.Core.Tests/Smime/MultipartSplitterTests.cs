using System.Text;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

public sealed class MultipartSplitterTests
{
    [Theory]
    [InlineData("--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n", "|one|two|")]
    [InlineData("preamble\n--b\none\n--b\ntwo\n--b--", "preamble|one|two|")]
    [InlineData("--b\r\n\r\n--b\r\n--b--", "|||")]
    [InlineData("--b\r\none\r\n\r\n--b\r\ntwo\n\n--b--\n", "|one\r\n|two\n|")]
    [InlineData("--b  \r\none\r\n--b \t\r\ntwo\r\n--b-- \r\nend", "|one|two|end")]
    [InlineData("--b\r\n--bb\r\n --b\r\nx--b\r\n--b-\r\n\r--b\r\n--b\r\n\r\r\n--b--", "|--bb\r\n --b\r\nx--b\r\n--b-\r\n\r--b|\r|")]
    public void Parts_keep_every_byte_but_the_line_break_of_their_delimiter(string body, string expected)
    {
        foreach (var piece in new[] { 1, 2, 3, 7, 1000 })
        {
            using var splitter = new MultipartSplitter("b");
            var parts = Enumerable.Range(0, 4).Select(_ => new StringBuilder()).ToList();
            void Sink(int part, ReadOnlySpan<byte> bytes) => parts[part].Append(Encoding.ASCII.GetString(bytes));
            foreach (var chunk in Encoding.ASCII.GetBytes(body).Chunk(piece))
            {
                splitter.Push(chunk, Sink);
            }

            splitter.Finish(Sink);
            Assert.Equal(expected, string.Join('|', parts));
            Assert.True(splitter.Closed);
        }
    }

    [Fact]
    public void Without_a_closing_delimiter_it_is_not_closed()
    {
        using var splitter = new MultipartSplitter("b");
        splitter.Push("--b\r\none\r\n--b\r\ntwo\r\n"u8, (_, _) => { });
        splitter.Finish((_, _) => { });
        Assert.Equal((2, false), (splitter.Part, splitter.Closed));
    }

    [Fact]
    public void A_delimiter_that_ends_in_a_line_of_blanks_without_end_is_not_held_for_ever()
    {
        using var splitter = new MultipartSplitter("b");
        var seen = 0;
        splitter.Push("--b\r\n"u8, (_, _) => { });
        splitter.Push(Encoding.ASCII.GetBytes("\r\n--b" + new string('x', 60_000)), (_, bytes) => seen += bytes.Length);
        splitter.Push(new byte[60_000], (_, bytes) => seen += bytes.Length);
        Assert.InRange(seen, 119_000, 120_005);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ä")]
    public void A_boundary_that_is_none_is_malformed(string boundary) =>
        Assert.Throws<RefusedException>(() => new MultipartSplitter(boundary));
}
