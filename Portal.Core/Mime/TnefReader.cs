using System.Text;
using System.Text.Unicode;

namespace Portal.Core.Mime;

/// <summary>Goes through the attributes of a TNEF stream once (MS-OXTNEF §2.1.3).</summary>
/// <remarks>Checksums are not computed: the gateway's signature is over the same bytes, and the contents need not be read.</remarks>
internal sealed class TnefReader(TnefCursor cursor, int part)
{
    private const uint Signature = 0x223E9F78;
    private const int MostAttributes = 20_000;
    private const int MostBody = 4 * 1024 * 1024;
    private const int MostPackedBody = 16 * 1024 * 1024;
    private const int Trailer = 11; // a shorter rest holds no attribute: some senders pad

    private readonly List<TnefAttachment> _attachments = [];
    private Encoding _encoding = Charsets.Windows1252;
    private string? _text;
    private (byte[] Bytes, ushort Type)? _html;
    private Encoding? _htmlEncoding;
    private byte[]? _rtf;
    private bool _rtfCut;

    public async ValueTask<TnefContent> ReadAsync(CancellationToken ct)
    {
        if (await cursor.UInt32Async(ct).ConfigureAwait(false) != Signature)
        {
            throw new InvalidDataException("This is no TNEF stream.");
        }

        await cursor.SkipAsync(2, ct).ConfigureAwait(false); // the key, which nobody uses
        for (var i = 0; cursor.Left >= Trailer; i++)
        {
            var level = await cursor.ByteAsync(ct).ConfigureAwait(false);
            if (i >= MostAttributes || level is not (1 or 2))
            {
                throw new InvalidDataException("The TNEF stream is not well formed.");
            }

            var id = await cursor.UInt32Async(ct).ConfigureAwait(false);
            var length = (long)await cursor.UInt32Async(ct).ConfigureAwait(false);
            var end = cursor.Position + length;
            await AttributeAsync(id, length, end, ct).ConfigureAwait(false);
            await cursor.SkipAsync(end - cursor.Position + 2, ct).ConfigureAwait(false); // and its checksum
        }

        return Content();
    }

    private async ValueTask AttributeAsync(uint id, long length, long end, CancellationToken ct)
    {
        if (length > cursor.Left - 2)
        {
            throw new InvalidDataException("An attribute of the TNEF stream is longer than the stream.");
        }

        switch (id)
        {
            case 0x0006_9007: // attOemCodepage
                _encoding = Charsets.ByCodePage(length >= 4 ? await cursor.UInt32Async(ct).ConfigureAwait(false) : 0);
                break;
            case 0x0002_800C: // attBody
                _text ??= Text(await cursor.BytesAsync(length, MostBody, ct).ConfigureAwait(false), 0x1E);
                break;
            case 0x0006_9003: // attMsgProps
                await new TnefProperties(cursor, end).ReadAsync((property, type, size) => OfMessageAsync(property, type, size, ct), ct).ConfigureAwait(false);
                break;
            case 0x0006_9002: // attAttachRendData begins an attachment
                _attachments.Add(new TnefAttachment());
                break;
            case 0x0001_8010: // attAttachTitle
                Current().Title = Text(await cursor.BytesAsync(length, TnefAttachment.LongestName, ct).ConfigureAwait(false), 0x1E);
                break;
            case 0x0006_800F: // attAttachData
                Current().Lies(cursor.Position, length);
                break;
            case 0x0006_9005: // attAttachment
                await new TnefProperties(cursor, end).ReadAsync((property, type, size) => OfFileAsync(property, type, size, ct), ct).ConfigureAwait(false);
                break;
            default:
                break;
        }
    }

    private async ValueTask OfMessageAsync(ushort property, ushort type, long length, CancellationToken ct)
    {
        if (property == 0x1000) // PidTagBody
        {
            _text = Text(await cursor.BytesAsync(length, MostBody, ct).ConfigureAwait(false), type);
        }
        else if (property == 0x1013) // PidTagHtml
        {
            _html = (await cursor.BytesAsync(length, MostBody, ct).ConfigureAwait(false), type);
        }
        else if (property == 0x1009) // PidTagRtfCompressed
        {
            (_rtf, _rtfCut) = (await cursor.BytesAsync(length, MostPackedBody, ct).ConfigureAwait(false), length > MostPackedBody);
        }
        else if (property == 0x3FDE && type == 0x0003) // PidTagInternetCodepage, of the HTML
        {
            _htmlEncoding = Charsets.ByCodePage(await cursor.UInt32Async(ct).ConfigureAwait(false));
        }
    }

    private async ValueTask OfFileAsync(ushort property, ushort type, long length, CancellationToken ct)
    {
        var file = Current();
        switch (property)
        {
            case 0x3707 or 0x3704: // PidTagAttachLongFilename, PidTagAttachFilename
                var name = Text(await cursor.BytesAsync(length, TnefAttachment.LongestName, ct).ConfigureAwait(false), type);
                file.Name = property == 0x3707 ? name : file.Name ?? name;
                break;
            case 0x3701 when type == 0x000D && length >= 16: // PidTagAttachDataObject: behind the id of its kind
                file.Lies(cursor.Position + 16, length - 16);
                break;
            case 0x3701: // PidTagAttachDataBinary
                file.Lies(cursor.Position, length);
                break;
            default:
                break;
        }
    }

    private TnefAttachment Current()
    {
        if (_attachments.Count == 0)
        {
            _attachments.Add(new TnefAttachment());
        }

        return _attachments[^1];
    }

    private string Text(byte[] bytes, ushort type)
    {
        var text = type == 0x001F ? Encoding.Unicode.GetString(bytes) : type == 0x0102 ? HeaderBlock.Text(bytes) : _encoding.GetString(bytes);
        return text.TrimEnd('\0');
    }

    private TnefContent Content()
    {
        var files = _attachments.Where(file => file.HasContent).ToList();
        var listed = files.Take(EmbeddedLimits.MostFiles).Select((file, i) => new EmbeddedFile
        {
            Part = part,
            Number = i + 1,
            FileName = EmbeddedFile.NameOr(file.Name ?? file.Title, part, i + 1),
            Start = file.Start,
            EncodedLength = file.Length,
            Length = file.Length,
        });
        var (body, isHtml, damaged) = Body();
        return new TnefContent([.. listed], body, isHtml, files.Count > EmbeddedLimits.MostFiles) { BodyIsDamaged = damaged };
    }

    // HTML goes first; what is only rich text is unpacked.
    private (string? Body, bool IsHtml, bool Damaged) Body()
    {
        var html = _html is not { } given ? null
            : given.Type == 0x0102 && _htmlEncoding is not null && !Utf8.IsValid(given.Bytes) ? _htmlEncoding.GetString(given.Bytes).TrimEnd('\0')
            : Text(given.Bytes, given.Type);
        if (!string.IsNullOrWhiteSpace(html))
        {
            return (html, true, false);
        }

        if (!string.IsNullOrWhiteSpace(_text) || _rtf is null)
        {
            return (string.IsNullOrWhiteSpace(_text) ? null : _text, false, false);
        }

        try
        {
            var rtf = _rtfCut ? null : RtfText.Read(CompressedRtf.Unpack(_rtf));
            return (string.IsNullOrWhiteSpace(rtf?.Text) ? null : rtf.Text, rtf is { IsHtml: true }, rtf is null);
        }
        catch (InvalidDataException)
        {
            return (null, false, true);
        }
    }
}
