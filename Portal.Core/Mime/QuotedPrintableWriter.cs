using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>Writes text as quoted-printable (RFC 2045 §6.7), lines of at most 76 characters.</summary>
internal static class QuotedPrintableWriter
{
    private const int LongestLine = 76;

    /// <summary>Writes UTF-8 whose line breaks are single LF; they become CRLF.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var newline = text.IndexOf((byte)'\n');
            Line(output, newline < 0 ? text : text[..newline]);
            if (newline < 0)
            {
                return;
            }

            output.Write("\r\n"u8);
            text = text[(newline + 1)..];
        }
    }

    private static void Line(IBufferWriter<byte> output, ReadOnlySpan<byte> line)
    {
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            // "From " and dots at a line's start are what old relays change.
            var plain = IsPlain(line[i], last: i == line.Length - 1)
                && !(column == 0 && (line[i] == '.' || line[i..].StartsWith("From "u8)));
            var length = plain ? 1 : 3;
            if (column + length > LongestLine - (i == line.Length - 1 ? 0 : 1))
            {
                output.Write("=\r\n"u8);
                column = 0;
                i--;
                continue;
            }

            Character(output, line[i], plain);
            column += length;
        }
    }

    private static bool IsPlain(byte b, bool last) => b is >= 33 and <= 126 and not (byte)'=' || (b is (byte)' ' or (byte)'\t' && !last);

    private static void Character(IBufferWriter<byte> output, byte b, bool plain)
    {
        var room = output.GetSpan(3);
        if (plain)
        {
            room[0] = b;
            output.Advance(1);
            return;
        }

        room[0] = (byte)'=';
        room[1] = (byte)"0123456789ABCDEF"[b >> 4];
        room[2] = (byte)"0123456789ABCDEF"[b & 15];
        output.Advance(3);
    }
}
