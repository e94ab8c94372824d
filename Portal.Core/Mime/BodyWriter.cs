using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Writes a mail's parts behind its header.</summary>
internal sealed class BodyWriter(IBufferWriter<byte> output, HeaderWriter header)
{
    private const int Base64Line = 76;
    private const int ShortLine = 78;

    private static readonly SearchValues<char> Printable =
        SearchValues.Create("\t" + string.Concat(Enumerable.Range(' ', 95).Select(c => (char)c)));

    public void Write(MailDraft draft)
    {
        if (draft.Attachments.Count == 0)
        {
            Texts(draft);
            return;
        }

        var boundary = BeginMultipart("multipart/mixed");
        Delimiter(boundary);
        Texts(draft);
        foreach (var attachment in draft.Attachments)
        {
            Delimiter(boundary);
            Attachment(attachment);
        }

        Delimiter(boundary, closes: true);
    }

    private static string Canonical(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private void Texts(MailDraft draft)
    {
        if (draft.Html is null)
        {
            TextPart("text/plain", draft.Text);
            return;
        }

        var boundary = BeginMultipart("multipart/alternative");
        Delimiter(boundary);
        TextPart("text/plain", draft.Text);
        Delimiter(boundary);
        TextPart("text/html", draft.Html);
        Delimiter(boundary, closes: true);
    }

    private string BeginMultipart(string type)
    {
        // "=_" occurs neither in quoted-printable nor in base64 (RFC 2045 §6.7).
        var boundary = "=_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        header.Raw("Content-Type", $"{type}; boundary=\"{boundary}\"");
        header.End();
        return boundary;
    }

    private void Delimiter(string boundary, bool closes = false) =>
        Encoding.ASCII.GetBytes($"\r\n--{boundary}{(closes ? "--" : "")}\r\n", output);

    private void TextPart(string type, string text)
    {
        text = Canonical(text);
        var sevenBit = IsSevenBit(text);
        header.Raw("Content-Type", $"{type}; charset=utf-8");
        header.Raw("Content-Transfer-Encoding", sevenBit ? "7bit" : "quoted-printable");
        header.End();
        if (sevenBit)
        {
            Encoding.ASCII.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal), output);
        }
        else
        {
            QuotedPrintableWriter.Write(output, Encoding.UTF8.GetBytes(text));
        }
    }

    // Short lines of printable ASCII that nothing on the way will touch: no "From " at a line's start, no lone dot, no
    // white space at a line's end.
    private static bool IsSevenBit(string text)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            if (line.Length > ShortLine || line.ContainsAnyExcept(Printable) || line.StartsWith("From ") || line is "."
                || line is [.., ' ' or '\t'])
            {
                return false;
            }
        }

        return true;
    }

    private void Attachment(MailAttachment attachment)
    {
        var type = attachment.MediaType;
        if (ContentType.Parse(type).Value != type || type.Count(c => c == '/') != 1 || type.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("An attachment's type is no media type.", nameof(attachment));
        }

        header.Raw("Content-Type", type);
        header.Raw("Content-Transfer-Encoding", "base64");
        new ParameterWriter(output).Write("Content-Disposition: attachment", "filename", attachment.FileName);
        header.End();
        Base64(attachment.Content.Span);
    }

    private void Base64(ReadOnlySpan<byte> content)
    {
        const int perLine = Base64Line / 4 * 3;
        for (var at = 0; at < content.Length; at += perLine)
        {
            var line = content.Slice(at, Math.Min(perLine, content.Length - at));
            var room = output.GetSpan(Base64Line + 2);
            System.Buffers.Text.Base64.EncodeToUtf8(line, room, out _, out var written);
            "\r\n"u8.CopyTo(room[written..]);
            output.Advance(written + 2);
        }
    }
}
