using System.Text;
using Portal.Core.Mime;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Certificates;

/// <summary>
/// A message as what is encrypted: its own header and body, so that a mail program shows the text at once, and with the mark that its header fields count and not
/// those outside (RFC 9788 §2.1.1). Whom it was copied to in secret is not in it.
/// </summary>
internal static class ProtectedEntity
{
    private const int LongestHeader = 256 * 1024;
    private const string Mark = ";\r\n hp=\"cipher\"";

    /// <param name="stored">The stored bytes, seekable; read to their end by who reads the result.</param>
    /// <param name="outline">Their outline.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Stream> OpenAsync(Stream stored, Outline outline, CancellationToken cancellationToken)
    {
        var length = outline.Root.BodyStart - outline.MessageStart;
        stored.Position = outline.MessageStart;
        if (length is <= 0 or > LongestHeader)
        {
            return new LeadingStream("Content-Type: message/rfc822\r\n\r\n"u8.ToArray(), stored);
        }

        var header = new byte[length];
        await stored.ReadExactlyAsync(header, cancellationToken);
        return new LeadingStream(Header(header), stored);
    }

    internal static byte[] Header(byte[] block)
    {
        var header = new StringBuilder();
        var typed = false;
        foreach (var field in Fields(Encoding.Latin1.GetString(block)))
        {
            if (Is(field, "Content-Type") && !typed)
            {
                typed = true;
                header.Append(field.TrimEnd(';', ' ', '\t', '\r', '\n')).Append(Mark).Append("\r\n");
            }
            else if (!Is(field, "Bcc") && !Is(field, "Resent-Bcc") && !Is(field, "Return-Path"))
            {
                header.Append(field.TrimEnd('\r', '\n')).Append("\r\n");
            }
        }

        return Encoding.Latin1.GetBytes($"{header}{(typed ? "" : $"Content-Type: text/plain; charset=us-ascii{Mark}\r\n")}\r\n");
    }

    // A field with its folded lines; the empty line at the end is none, and neither is what has no colon.
    private static IEnumerable<string> Fields(string block)
    {
        var field = "";
        foreach (var line in block.Split('\n'))
        {
            if (line is [' ' or '\t', ..] && field.Length > 0)
            {
                field += $"\n{line}";
                continue;
            }

            if (field.Contains(':', StringComparison.Ordinal))
            {
                yield return field;
            }

            field = line;
        }

        if (field.Contains(':', StringComparison.Ordinal))
        {
            yield return field;
        }
    }

    private static bool Is(string field, string name) =>
        field.AsSpan(0, field.IndexOf(':', StringComparison.Ordinal)).Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}
