namespace Portal.Core.Mime;

/// <summary>The state of one pass over a message: bytes are pushed in, in pieces of any size, with the same result.</summary>
internal sealed class OutlineScanner(OutlineOptions options)
{
    private enum Mode
    {
        Header,
        HeaderLineGoesOn,
        Body,
        Skip,
    }

    // Once this much of a line is seen without its end, the line is no boundary and may be taken in pieces.
    private const int Lookahead = BoundaryMatch.LongestLine + 2;

    private readonly PartTree _tree = new(options);
    private Mode _mode = Mode.Header;
    private long _position; // of the window's first byte in the content
    private int _breakBefore; // length of the line break just before the window, where the window is at a line's start
    private bool _atLineStart = true;

    /// <summary>Takes as much of the window as can be decided on.</summary>
    /// <returns>How many bytes were taken; the rest is to be shown again with more behind it. With a window of 64 KiB, and
    /// with the last one, something is always taken.</returns>
    public int Feed(ReadOnlySpan<byte> window, bool final)
    {
        var taken = 0;
        while (taken < window.Length)
        {
            var rest = window[taken..];
            var step = _mode switch
            {
                Mode.Header => HeaderLine(rest, final),
                Mode.HeaderLineGoesOn => RestOfHeaderLine(rest),
                Mode.Body => Body(rest, final),
                _ => rest.Length,
            };
            if (step < 0)
            {
                break;
            }

            taken += step;
            _position += step;
        }

        return taken;
    }

    /// <summary>Closes what is open.</summary>
    public Outline Finish()
    {
        while (_mode is Mode.Header or Mode.HeaderLineGoesOn)
        {
            EndHeader(_position);
        }

        return _tree.Finish(_position);
    }

    // One line of a header block; -1 when more must be seen.
    private int HeaderLine(ReadOnlySpan<byte> window, bool final)
    {
        var newline = window.IndexOf((byte)'\n');
        if (newline < 0 && !final && window.Length < Lookahead)
        {
            return -1;
        }

        var line = newline < 0 ? window : window[..(newline + 1)];
        if (line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'])
        {
            _breakBefore = line.Length;
            EndHeader(_position + line.Length);
            return line.Length;
        }

        if (BoundaryMatch.At(line, final: true, _tree) is { Found: true } match)
        {
            return Cross(match, 0);
        }

        if (!_tree.Headers.TryTake(line, _position))
        {
            // A block whose first line is no field is no header block: it is text, and text is never lost.
            EndHeader(_position);
            return 0;
        }

        return EndOfTakenLine(line, newline >= 0);
    }

    private int RestOfHeaderLine(ReadOnlySpan<byte> window)
    {
        var newline = window.IndexOf((byte)'\n');
        var piece = newline < 0 ? window : window[..(newline + 1)];
        _tree.Headers.Append(piece);
        return EndOfTakenLine(piece, newline >= 0);
    }

    private int EndOfTakenLine(ReadOnlySpan<byte> piece, bool ended)
    {
        _mode = ended ? Mode.Header : Mode.HeaderLineGoesOn;
        _breakBefore = piece.EndsWith("\r\n"u8) ? 2 : 1;
        return piece.Length;
    }

    private void EndHeader(long bodyStart)
    {
        _mode = _tree.EndHeader(bodyStart) ? Mode.Header : Mode.Body;
        _atLineStart = true;
    }

    private int Body(ReadOnlySpan<byte> window, bool final)
    {
        if (!_tree.HasBoundaries)
        {
            _tree.Take(window);
            return window.Length;
        }

        if (_atLineStart)
        {
            var first = BoundaryMatch.At(window, final, _tree);
            if (first.NeedsMore)
            {
                return -1;
            }

            _atLineStart = false;
            if (first.Found)
            {
                return Cross(first, 0);
            }
        }

        return Text(window, final);
    }

    // Content up to the next line that may be a boundary. Its line break belongs to the boundary (RFC 2046 §5.1.1).
    private int Text(ReadOnlySpan<byte> window, bool final)
    {
        var dashes = window.IndexOf("\n--"u8);
        if (dashes < 0)
        {
            // The last three bytes may be the beginning of a line break and two dashes.
            var safe = final ? window.Length : window.Length - 3;
            _tree.Take(window[..Math.Max(safe, 0)]);
            return safe <= 0 ? -1 : safe;
        }

        var contentEnd = dashes > 0 && window[dashes - 1] == '\r' ? dashes - 1 : dashes;
        var match = BoundaryMatch.At(window[(dashes + 1)..], final, _tree);
        if (match.NeedsMore)
        {
            _tree.Take(window[..contentEnd]);
            return contentEnd == 0 ? -1 : contentEnd;
        }

        var taken = match.Found ? contentEnd : dashes + 3;
        _tree.Take(window[..taken]);
        if (!match.Found)
        {
            return taken;
        }

        _breakBefore = dashes + 1 - contentEnd;
        return Cross(match, dashes + 1);
    }

    // Goes over a boundary line which begins `before` bytes behind the position.
    private int Cross(BoundaryMatch match, int before)
    {
        var line = _position + before;
        var more = _tree.Cross(match, line - _breakBefore, line, line + match.Length);
        _mode = more ? match.Closes ? Mode.Body : Mode.Header : Mode.Skip;
        _atLineStart = true;
        _breakBefore = match.BreakLength;
        return before + match.Length;
    }
}
