using System.Text;
using Portal.Core.Messages.Export;
using Xunit;

namespace Portal.Core.Tests.Messages.Export;

public sealed class MboxWriterTests
{
    private const string Separator = "From sam@sender.example Fri Nov  6 14:05:00 2026\n";
    private static readonly DateTimeOffset At = new(2026, 11, 6, 14, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("A: b\r\n\r\nText\r\n", "A: b\n\nText\n\n")]
    [InlineData("A: b\r\n\r\nText", "A: b\n\nText\n\n")]
    [InlineData("\r\nFrom here\r\n", "\n>From here\n\n")]
    [InlineData("\r\n>From here\r\n>>From\r\n>>From x\r\n", "\n>>From here\n>>From\n>>>From x\n\n")]
    [InlineData("From first\r\n", ">From first\n\n")]
    [InlineData("\r\nFro\r\n From x\r\n> From x\r\nxFrom x\r\nfrom x\r\n", "\nFro\n From x\n> From x\nxFrom x\nfrom x\n\n")]
    [InlineData("\r\nFrom", "\nFrom\n\n")]
    [InlineData("a\rb\r\r\nc\r", "a\rb\r\nc\r\n\n")]
    [InlineData("", "\n")]
    public async Task Lines_that_look_like_a_separator_are_quoted_and_lines_end_as_the_format_wants(string mail, string stored)
    {
        foreach (var piece in (int[])[1, 2, 3, 7, 1000])
        {
            Assert.Equal(Separator + stored, await WriteAsync(mail, piece));
        }
    }

    [Fact]
    public async Task What_was_written_reads_back_as_it_was_whatever_stands_in_it()
    {
        var seed = 20261106u;
        int Roll(int below) => (int)((seed = (seed * 1664525u) + 1013904223u) >> 8) % below;
        string[] words = ["From ", "From", ">", ">From ", "\r\n", "\r\n", "F", "x", " "];
        for (var round = 0; round < 500; round++)
        {
            var mail = string.Concat(Enumerable.Range(0, Roll(40)).Select(_ => words[Roll(words.Length)])) + "end\r\n";
            var stored = (await WriteAsync(mail, Roll(8) + 1))[Separator.Length..];
            Assert.DoesNotContain("\nFrom ", "\n" + stored, StringComparison.Ordinal);
            var read = System.Text.RegularExpressions.Regex.Replace(stored, "^>(>*From )", "$1", System.Text.RegularExpressions.RegexOptions.Multiline);
            Assert.Equal(mail.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n", read);
        }
    }

    [Theory]
    [InlineData("", "MAILER-DAEMON")]
    [InlineData("sam sender@x\r\nFrom y", "samsender@xFromy")]
    [InlineData("jörg@x", "jrg@x")]
    public async Task A_sender_cannot_break_the_separator(string sender, string shown)
    {
        var output = new MemoryStream();
        await new MboxWriter(output).WriteAsync(sender, At, new MemoryStream("x"u8.ToArray()), CancellationToken.None);
        Assert.StartsWith($"From {shown} Fri Nov  6 ", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(string mail, int piece)
    {
        var output = new MemoryStream();
        await new MboxWriter(output).WriteAsync("sam@sender.example", At, new Pieces(Encoding.Latin1.GetBytes(mail), piece), CancellationToken.None);
        return Encoding.Latin1.GetString(output.ToArray());
    }

    // Reads so many bytes at a time.
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
