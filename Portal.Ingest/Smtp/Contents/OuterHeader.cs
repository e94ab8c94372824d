using Portal.Core.Mime;

namespace Portal.Ingest.Smtp.Contents;

/// <summary>The outer header block, collected in memory up to its empty line. One array serves a whole connection.</summary>
internal sealed class OuterHeader
{
    /// <summary>The longest header block with its empty line.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int UsualBytes = 8 * 1024;

    private byte[] _bytes = []; // an idle connection has none
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Whether the empty line was seen.</summary>
    public bool Complete { get; private set; }

    /// <summary>Takes what belongs to the header.</summary>
    /// <returns>What is left: the body's first bytes, or bytes for which there is no more room.</returns>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        var searched = Math.Max(0, _length - 3);
        var taken = Math.Min(bytes.Length, MaxBytes - _length);
        MakeRoom(_length + taken);
        bytes[..taken].CopyTo(_bytes.AsSpan(_length));
        _length += taken;

        var end = End(searched);
        if (end >= 0)
        {
            Complete = true;
            taken -= _length - end;
            _length = end;
        }

        return bytes[taken..];
    }

    /// <summary>Whether each CR and LF belongs to a CRLF. DATA makes sure of it, BDAT does not.</summary>
    public bool HasBareLineEnd()
    {
        var rest = _bytes.AsSpan(0, _length);
        int found;
        while ((found = rest.IndexOfAny((byte)'\r', (byte)'\n')) >= 0)
        {
            if (!rest[found..].StartsWith("\r\n"u8))
            {
                return true;
            }

            rest = rest[(found + 2)..];
        }

        return false;
    }

    /// <summary>Whether the body can be ciphertext: anything else is never written to the disk.</summary>
    public bool AnnouncesCiphertext()
    {
        var type = ContentType.Parse(HeaderBlock.Parse(Bytes.Span)["Content-Type"]);
        return (type.Is("application/pkcs7-mime") || type.Is("application/x-pkcs7-mime"))
            && (type["smime-type"] is not { } kind
                || kind.Equals("enveloped-data", StringComparison.OrdinalIgnoreCase)
                || kind.Equals("authEnveloped-data", StringComparison.OrdinalIgnoreCase));
    }

    public void Clear()
    {
        _length = 0;
        Complete = false;
        if (_bytes.Length > 8 * UsualBytes)
        {
            _bytes = [];
        }
    }

    private int End(int searched)
    {
        if (_bytes.AsSpan(0, _length).StartsWith("\r\n"u8))
        {
            return 2;
        }

        var found = _bytes.AsSpan(searched, _length - searched).IndexOf("\r\n\r\n"u8);
        return found < 0 ? -1 : searched + found + 4;
    }

    private void MakeRoom(int length)
    {
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(Math.Max(length, UsualBytes), _bytes.Length * 2)));
        }
    }
}
