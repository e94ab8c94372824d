namespace Portal.Ingest.Smtp.Contents;

/// <summary>Finds the end of DATA and takes the stuffed dots out (RFC 5321 §4.5.2), across any cut of the bytes.</summary>
/// <remarks>Only CRLF is a line end and only CRLF.CRLF the end: whoever also ends on LF.LF lets a sender smuggle a second mail
/// through a gateway that does not.</remarks>
internal struct DotDecoder
{
    private At _at;

    private enum At
    {
        LineStart,
        Line,
        Cr,
        Dot,
        DotCr,
    }

    /// <summary>Whether the end was met.</summary>
    public bool Ended { get; private set; }

    /// <summary>Hands the mail's bytes on.</summary>
    /// <returns>How many bytes were used: all, or those up to and including the end.</returns>
    public int Decode(ReadOnlySpan<byte> bytes, Content content)
    {
        var start = 0; // of what is not handed on yet
        var i = 0;
        while (i < bytes.Length && !Ended)
        {
            var here = i;
            i = Step(bytes, i, content);
            if (_at == At.Dot || _at == At.DotCr || Ended)
            {
                // The dot is no content, nor is the CR that may follow it.
                content.Write(bytes[start..here]);
                start = i;
            }
        }

        content.Write(bytes[start..i]);
        return i;
    }

    private int Step(ReadOnlySpan<byte> bytes, int i, Content content)
    {
        var current = bytes[i];
        switch (_at)
        {
            case At.Line:
                return Line(bytes, i, content);

            case At.LineStart when current == '.':
                _at = At.Dot;
                return i + 1;

            case At.Dot when current == '\r':
                _at = At.DotCr;
                return i + 1;

            case At.DotCr when current == '\n':
                Ended = true;
                return i + 1;

            case At.Cr when current == '\n':
                _at = At.LineStart;
                return i + 1;

            case At.Cr or At.DotCr:
                content.Refuse(Reply.BareLineEndInMail);
                break;
        }

        _at = At.Line;
        return i;
    }

    // Stays here as long as lines end in CRLF and begin with no dot, so that whole buffers are handed on in one piece.
    private int Line(ReadOnlySpan<byte> bytes, int i, Content content)
    {
        while (true)
        {
            var found = bytes[i..].IndexOfAny((byte)'\r', (byte)'\n');
            if (found < 0)
            {
                return bytes.Length;
            }

            i += found + 1;
            if (bytes[i - 1] == '\n')
            {
                content.Refuse(Reply.BareLineEndInMail);
            }
            else if (i + 1 < bytes.Length && bytes[i] == '\n' && bytes[i + 1] != '.')
            {
                i++;
            }
            else
            {
                _at = At.Cr;
                return i;
            }
        }
    }
}
