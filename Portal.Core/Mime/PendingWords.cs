using System.Text;

namespace Portal.Core.Mime;

/// <summary>Encoded words of one character set that follow one another, decoded together.</summary>
internal sealed class PendingWords(StringBuilder text)
{
    private readonly List<byte> _bytes = [];
    private Encoding? _encoding;

    /// <summary>Whether the last thing added was a word.</summary>
    public bool Any => _encoding is not null;

    public void Text(ReadOnlySpan<char> plain)
    {
        Flush();
        text.Append(plain);
    }

    public void Word(Encoding encoding, byte[] bytes)
    {
        if (_encoding is not null && _encoding.CodePage != encoding.CodePage)
        {
            Flush();
        }

        _encoding = encoding;
        _bytes.AddRange(bytes);
    }

    public void Flush()
    {
        if (_encoding is not null)
        {
            text.Append(_encoding.GetString(_bytes.ToArray()));
            _bytes.Clear();
            _encoding = null;
        }
    }
}
