using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Writes a mail's parts behind its header.</summary>
internal sealed class BodyWriter(ArrayBufferWriter<byte> output, HeaderWriter header)
{
    private const int Base64Line = 76;
    private const int ShortLine = 78;

    private static readonly SearchValues<char> Printable =
        SearchValues.Create("\t" + string.Concat(Enumerable.Range(' ', 95).Select(c => (char)c)));

    public void Write(MailDraft draft)
    {
        if (draft.Report is { } report)
        {
            Report(draft, report);
            return;
        }

        if (draft.Attachments.Count == 0)
        {
            Texts(draft);
            return;
        }

        var boundary = BeginMixed(draft);
        Delimiter(boundary, closes: true);
    }

    /// <summary>The same into a stream, with the files that are read meanwhile. All headers are checked before the first byte is written.</summary>
    public async Task WriteAsync(MailDraft draft, Stream destination, CancellationToken cancellationToken)
    {
        if (draft.Files.Count == 0)
        {
            Write(draft);
            await FlushAsync(destination, cancellationToken);
            return;
        }

        draft.Files.ToList().ForEach(file => CheckFile(file.FileName, file.MediaType));
        var boundary = BeginMixed(draft);
        foreach (var file in draft.Files)
        {
            Delimiter(boundary);
            AttachmentHeader(file.FileName, file.MediaType);
            await FlushAsync(destination, cancellationToken);
            await using var content = await file.Open(cancellationToken);
            await Base64Async(content, destination, cancellationToken);
        }

        Delimiter(boundary, closes: true);
        await FlushAsync(destination, cancellationToken);
    }

    private void Report(MailDraft draft, MailReport report)
    {
        if (draft.Html is not null || draft.Attachments.Count > 0 || draft.Files.Count > 0)
        {
            throw new ArgumentException("A report has neither HTML nor files.", nameof(draft));
        }

        var boundary = BeginMultipart($"multipart/report; report-type={report.Type}");
        Delimiter(boundary);
        TextPart("text/plain", draft.Text);
        Delimiter(boundary);
        header.Raw("Content-Type", $"message/{report.Type}");
        header.End();
        foreach (var field in report.Fields)
        {
            header.Raw(field.Name, field.Value);
        }

        Delimiter(boundary, closes: true);
    }

    private string BeginMixed(MailDraft draft)
    {
        var boundary = BeginMultipart("multipart/mixed");
        Delimiter(boundary);
        Texts(draft);
        foreach (var attachment in draft.Attachments)
        {
            Delimiter(boundary);
            CheckFile(attachment.FileName, attachment.MediaType);
            AttachmentHeader(attachment.FileName, attachment.MediaType);
            Base64(attachment.Content.Span);
        }

        return boundary;
    }

    private async Task FlushAsync(Stream destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(output.WrittenMemory, cancellationToken);
        output.ResetWrittenCount();
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

    private static void CheckFile(string fileName, string type)
    {
        HeaderWriter.CheckValue(fileName);
        if (ContentType.Parse(type).Value != type || type.Count(c => c == '/') != 1 || type.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("An attachment's type is no media type.", nameof(type));
        }
    }

    private void AttachmentHeader(string fileName, string type)
    {
        header.Raw("Content-Type", type);
        header.Raw("Content-Transfer-Encoding", "base64");
        new ParameterWriter(output).Write("Content-Disposition: attachment", "filename", fileName);
        header.End();
    }

    private async Task Base64Async(Stream content, Stream destination, CancellationToken cancellationToken)
    {
        const int wholeLines = 1024 * (Base64Line / 4 * 3);
        var buffer = ArrayPool<byte>.Shared.Rent(wholeLines);
        try
        {
            int read;
            do
            {
                read = await content.ReadAtLeastAsync(buffer.AsMemory(0, wholeLines), wholeLines, throwOnEndOfStream: false, cancellationToken);
                Base64(buffer.AsSpan(0, read));
                await FlushAsync(destination, cancellationToken);
            }
            while (read == wholeLines);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
