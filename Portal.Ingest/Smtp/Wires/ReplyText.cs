using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Portal.Ingest.Smtp.Wires;

/// <summary>Writes replies as they stand on the wire (RFC 5321 §4.2.1).</summary>
internal static class ReplyText
{
    /// <returns>How many bytes were written.</returns>
    public static int Write(PipeWriter output, Reply reply)
    {
        var span = output.GetSpan(reply.Text.Length + reply.Status.Length + 16);
        var start = span.Length;
        reply.Code.TryFormat(span, out var digits, default, CultureInfo.InvariantCulture);
        span = span[digits..];
        if (reply.Status.Length > 0)
        {
            span[0] = (byte)' ';
            span = span[(1 + Encoding.ASCII.GetBytes(reply.Status, span[1..]))..];
        }

        span[0] = (byte)' ';
        span = span[(1 + Encoding.ASCII.GetBytes(reply.Text, span[1..]))..];
        "\r\n"u8.CopyTo(span);
        var written = start - span.Length + 2;
        output.Advance(written);
        return written;
    }

    /// <returns>How many bytes were written.</returns>
    public static int WriteLines(PipeWriter output, int code, IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{code}{(i == lines.Count - 1 ? ' ' : '-')}{lines[i]}\r\n");
        }

        output.Write(Encoding.ASCII.GetBytes(text.ToString()));
        return text.Length;
    }
}
