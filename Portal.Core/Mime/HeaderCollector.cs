using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>Gathers the lines of one header block after the other, within the limits.</summary>
internal sealed class HeaderCollector(OutlineOptions options, Remarks remarks)
{
    private readonly ArrayBufferWriter<byte> _block = new(4096);
    private readonly List<HeaderField> _steering = [];
    private readonly List<ByteRange> _steeringRanges = [];
    private readonly List<MarkedSubject> _markedSubjects = [];
    private readonly List<(ByteRange Range, bool Whole)> _subjects = []; // of this block
    private bool _steers; // whether this block's steering fields count
    private int _part;
    private int _fields;
    private int _fieldBytes;
    private long _allBytes;
    private bool _any;
    private bool _dropping;
    private long _end; // behind the last line taken
    private long _steeringStart = -1;
    private long _subjectStart = -1;

    public IReadOnlyList<HeaderField> Steering => _steering;

    public IReadOnlyList<ByteRange> SteeringRanges => _steeringRanges;

    public IReadOnlyList<MarkedSubject> MarkedSubjects => _markedSubjects;

    public void Begin(int part, bool steering)
    {
        _block.ResetWrittenCount();
        _subjects.Clear();
        (_part, _steers, _fields, _any, _dropping) = (part, steering, 0, false, false);
    }

    /// <summary>One line, or the beginning of one, at that place in the content. False if no header block begins so.</summary>
    public bool TryTake(ReadOnlySpan<byte> line, long position)
    {
        var goesOn = line[0] is (byte)' ' or (byte)'\t';
        var name = goesOn ? default : HeaderBlock.NameOf(line);
        var mailbox = !_any && (line.StartsWith("From "u8) || line.StartsWith(">From "u8)); // as mailbox files have it
        if (!_any && name.IsEmpty && !mailbox)
        {
            return false;
        }

        _any = true;
        if (!goesOn)
        {
            EndSteering();
            StartField(name, position);
        }

        _end = position;
        Append(line);
        return true;
    }

    /// <summary>More of the same line, or a folded line.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        _end += piece.Length;
        if (_dropping)
        {
            return;
        }

        var left = (int)Math.Min(options.MaxHeaderLine - _fieldBytes, options.MaxHeaderBytes - _allBytes);
        if (piece.Length > left)
        {
            Drop(left < options.MaxHeaderLine - _fieldBytes ? OutlineRemarkKind.HeadersTooLarge : OutlineRemarkKind.HeaderLineTooLong);
            piece = piece[..left];
        }

        _block.Write(piece);
        _fieldBytes += piece.Length;
        _allBytes += piece.Length;
    }

    /// <summary>The block is complete.</summary>
    public HeaderBlock End()
    {
        EndSteering();
        var block = HeaderBlock.Parse(_block.WrittenSpan);
        if (_steers)
        {
            _steering.AddRange(block.Fields.Where(field => SteeringFields.Contains(field.Name)));
            MarkSubjects([.. block.Fields.Where(field => field.Is("Subject"))]);
        }

        return block;
    }

    private void StartField(ReadOnlySpan<byte> name, long position)
    {
        if (_block.WrittenCount > 0 && _block.WrittenSpan[^1] != '\n')
        {
            _block.Write("\r\n"u8); // the field before was cut
        }

        (_dropping, _fieldBytes) = (false, 0);
        if (name.IsEmpty)
        {
            Drop(OutlineRemarkKind.MalformedHeader);
        }
        else if (++_fields > options.MaxHeaders)
        {
            Drop(OutlineRemarkKind.TooManyHeaders);
        }

        if (_steers && SteeringFields.Contains(name))
        {
            _steeringStart = position;
        }

        if (_steers && !_dropping && System.Text.Ascii.EqualsIgnoreCase(name, "Subject"u8))
        {
            _subjectStart = position;
        }
    }

    // A subject that was cut stays as it came: what the limits left of it would not be the whole.
    private void MarkSubjects(List<HeaderField> fields)
    {
        if (fields.Count == _subjects.Count)
        {
            _markedSubjects.AddRange(fields.Zip(_subjects)
                .Where(pair => pair.Second.Whole && MarkedSubject.Is(pair.First.Value))
                .Select(pair => new MarkedSubject(pair.Second.Range, HeaderText.Decode(pair.First.Value))));
        }
    }

    private void Drop(OutlineRemarkKind why)
    {
        _dropping = true;
        remarks.Add(why, _part);
    }

    private void EndSteering()
    {
        if (_steeringStart >= 0)
        {
            _steeringRanges.Add(new ByteRange(_steeringStart, _end - _steeringStart));
            _steeringStart = -1;
        }

        if (_subjectStart >= 0)
        {
            _subjects.Add((new ByteRange(_subjectStart, _end - _subjectStart), !_dropping));
            _subjectStart = -1;
        }
    }
}
