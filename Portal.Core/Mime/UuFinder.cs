using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>Parts a text from the uuencoded files in it, line by line. Each line is looked at twice at most.</summary>
internal sealed class UuFinder(int mostText)
{
    private enum Place
    {
        Text,
        AfterBegin,
        Data,
    }

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<EmbeddedFile> _blocks = [];
    private Place _place;
    private byte[] _begin = []; // the begin line, until the next one has shown what it is
    private long _start;
    private long _length;
    private long _position;
    private bool _lineGoesOn;

    /// <summary>The bytes of the text, so far as there is room.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>Whether there is more text than that.</summary>
    public bool Cut { get; private set; }

    /// <summary>Whether there are more files than are listed.</summary>
    public bool TooMany { get; private set; }

    /// <summary>The files; part, number and a fit name are not yet set.</summary>
    public IReadOnlyList<EmbeddedFile> Blocks => _blocks;

    /// <summary>Takes the lines of the window.</summary>
    /// <returns>How many bytes were taken; the rest is to be shown again with more behind it.</returns>
    public int Feed(ReadOnlySpan<byte> window, bool final, bool cut)
    {
        var taken = 0;
        while (taken < window.Length)
        {
            var rest = window[taken..];
            var newline = rest.IndexOf((byte)'\n');
            if (newline < 0 && (cut || (!final && rest.Length <= UuLine.LongestBegin + 2)))
            {
                break; // half a line tells nothing
            }

            var piece = newline < 0 ? rest : rest[..(newline + 1)];
            Line(piece);
            _lineGoesOn = newline < 0;
            taken += piece.Length;
            _position += piece.Length;
        }

        if (final)
        {
            Cut |= cut;
            End();
        }

        return taken;
    }

    private void Line(ReadOnlySpan<byte> raw)
    {
        var line = raw.TrimEnd("\r\n"u8);
        if (_place == Place.AfterBegin)
        {
            _place = UuLine.IsFirst(line) ? Place.Data : Place.Text;
            if (_place == Place.Text)
            {
                AddText(_begin);
            }
        }

        if (_place == Place.Data && !_lineGoesOn && Data(line, raw.Length))
        {
            return;
        }

        if (!_lineGoesOn && UuLine.IsBegin(line) && HasRoom())
        {
            (_place, _begin, _start, _length) = (Place.AfterBegin, raw.ToArray(), _position, 0);
            return;
        }

        AddText(raw);
    }

    private bool HasRoom()
    {
        TooMany |= _blocks.Count >= EmbeddedLimits.MostFiles;
        return !TooMany;
    }

    // False where the file breaks off: the line is text again.
    private bool Data(ReadOnlySpan<byte> line, int rawLength)
    {
        var length = UuLine.LengthOf(line);
        _length += Math.Max(0, length);
        if (UuLine.IsEnd(line))
        {
            Close(_position + rawLength, complete: true);
            return true;
        }

        if (length < 0)
        {
            Close(_position, complete: false);
        }

        return length >= 0;
    }

    private void Close(long end, bool complete)
    {
        _place = Place.Text;
        _blocks.Add(new EmbeddedFile
        {
            Part = 0,
            Number = 0,
            FileName = HeaderBlock.Text(UuLine.NameOf(_begin.AsSpan().TrimEnd("\r\n"u8))),
            Start = _start,
            EncodedLength = end - _start,
            Length = _length,
            Uuencoded = true,
            Incomplete = !complete,
        });
    }

    private void End()
    {
        if (_place == Place.AfterBegin)
        {
            AddText(_begin);
        }
        else if (_place == Place.Data)
        {
            Close(_position, complete: false);
        }
    }

    private void AddText(ReadOnlySpan<byte> raw)
    {
        var kept = Math.Min(raw.Length, mostText - _text.WrittenCount);
        _text.Write(raw[..kept]);
        Cut |= kept < raw.Length;
    }
}
