using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;
using Portal.Ingest.Smtp.Contents;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class DotDecoderTests
{
    /// <summary>All strings of up to seven of these make every state meet every byte at every cut.</summary>
    private const string Alphabet = "\r\n.x";

    [Fact]
    public void Every_short_stream_is_read_as_its_plain_definition_says_however_it_is_cut()
    {
        var ended = 0;
        foreach (var stream in Streams(7))
        {
            var expected = Plain(stream);
            Assert.Equal(expected, Decode(stream, cut: stream.Length));
            Assert.Equal(expected, Decode(stream, cut: 1));
            Assert.Equal(expected, Decode(stream, cut: 2));
            ended += expected.Used >= 0 ? 1 : 0;
        }

        Assert.True(ended > 100);
    }

    private static IEnumerable<string> Streams(int length) => length == 0
        ? [""]
        : Streams(length - 1).SelectMany(s => s.Length == length - 1 ? Alphabet.Select(c => s + c).Prepend(s) : [s]);

    // The definition without any cleverness: up to the first CRLF.CRLF (one CRLF counts as gone before), a mail in which
    // CR or LF stand alone is bad, and one dot is taken from each line that begins with one.
    private static (int Used, bool Bad, long Size) Plain(string stream)
    {
        var end = ("\r\n" + stream).IndexOf("\r\n.\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return (-1, false, 0);
        }

        var mail = stream[..Math.Max(0, end)];
        var bad = mail.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n');
        var size = ("\r\n" + mail).Replace("\r\n.", "\r\n", StringComparison.Ordinal).Length - 2;
        return (end + 3, bad, bad ? 0 : size);
    }

    private static (int Used, bool Bad, long Size) Decode(string stream, int cut)
    {
        using var file = new Spool(() => throw new InvalidOperationException()).Open();
        var content = new Content(new SmtpOptions(), file, NullLogger.Instance);
        var decoder = new DotDecoder();
        var bytes = Encoding.Latin1.GetBytes(stream);
        var used = 0;
        while (used < bytes.Length && !decoder.Ended)
        {
            used += decoder.Decode(bytes.AsSpan(used, Math.Min(cut, bytes.Length - used)), content);
        }

        var bad = content.Failure is not null;
        return decoder.Ended ? (used, bad, bad ? 0 : content.Size) : (-1, false, 0);
    }
}
