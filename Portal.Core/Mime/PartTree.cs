namespace Portal.Core.Mime;

/// <summary>The parts met so far and those still open, from the root to the innermost.</summary>
internal sealed class PartTree
{
    private readonly OutlineOptions _options;
    private readonly Remarks _remarks = new();
    private readonly PartBuilder _root = new(0, 0, "text/plain");
    private bool _wrapperMayCome = true;
    private long _messageStart;
    private int _count = 1;
    private BodyCounter _counter;

    public PartTree(OutlineOptions options)
    {
        _options = options;
        Headers = new(options, _remarks);
        Open.Add(_root);
        Headers.Begin(0, steering: true);
    }

    /// <summary>The header block being read.</summary>
    public HeaderCollector Headers { get; }

    /// <summary>The open parts.</summary>
    public List<PartBuilder> Open { get; } = [];

    /// <summary>Whether any open part waits for a boundary.</summary>
    public bool HasBoundaries { get; private set; }

    /// <summary>Content of the innermost open part.</summary>
    public void Take(ReadOnlySpan<byte> content) => _counter.Take(content);

    /// <summary>The header block of the innermost part is complete. True if the body begins with another header block.</summary>
    public bool EndHeader(long bodyStart)
    {
        var block = Headers.End();
        var part = Open[^1];
        if (IsWrapper(block))
        {
            _messageStart = bodyStart;
            part.HeaderStart = bodyStart;
            Headers.Begin(0, steering: true);
            return true;
        }

        part.Describe(block, bodyStart, _remarks);
        var goesDeeper = part.IsMessage || part.Delimiter is not null;
        if (goesDeeper && Open.Count > _options.MaxDepth)
        {
            _remarks.Add(OutlineRemarkKind.TooDeep, part.Number);
            part.MakeLeaf();
            goesDeeper = false;
        }

        _counter = goesDeeper ? default : new BodyCounter(part.Encoding);
        HasBoundaries |= part.Delimiter is not null;
        return part.IsMessage && goesDeeper && TryBegin(part, bodyStart);
    }

    /// <summary>A boundary: ends what it ends and begins what it begins.</summary>
    /// <param name="match">The boundary.</param>
    /// <param name="end">Where the parts before it end: before the line break that belongs to the boundary.</param>
    /// <param name="line">Where the line begins.</param>
    /// <param name="next">Where the line after it begins.</param>
    /// <returns>False once there are too many parts: the rest is skipped.</returns>
    public bool Cross(BoundaryMatch match, long end, long line, long next)
    {
        if (!Open[^1].Described)
        {
            Open[^1].Describe(Headers.End(), line, _remarks);
            _counter = new BodyCounter(Open[^1].Encoding);
        }

        CloseAbove(match.Owner, end);
        var owner = Open[^1];
        _counter = default;
        if (match.Closes)
        {
            owner.Close();
            HasBoundaries = Open.Exists(part => part.Delimiter is not null);
            return true;
        }

        return TryBegin(owner, next);
    }

    /// <summary>The content is at its end.</summary>
    public Outline Finish(long length)
    {
        var unclosed = Open.Find(part => part.Delimiter is not null);
        if (unclosed is not null)
        {
            _remarks.Add(OutlineRemarkKind.NotClosed, unclosed.Number);
        }

        CloseAbove(0, length);
        _root.End(length, _counter);
        return new Outline
        {
            Root = _root.Build(),
            MessageStart = _messageStart,
            Length = length,
            Headers = _root.OwnHeaders,
            Remarks = _remarks.All,
            Steering = Headers.Steering,
            SteeringRanges = Headers.SteeringRanges,
            MarkedSubjects = Headers.MarkedSubjects,
        };
    }

    // A wrapper holds the message and says nothing itself. An entity with a From of its own is a message with protected
    // headers whose body happens to be another message: taking that for a wrapper would let its sender choose the From.
    private bool IsWrapper(HeaderBlock block)
    {
        var may = _wrapperMayCome;
        _wrapperMayCome = false;
        return may
            && block["From"] is null
            && ContentType.Parse(block["Content-Type"]).Is("message/rfc822")
            && PartBuilder.EncodingOf(block["Content-Transfer-Encoding"]) <= TransferEncoding.Binary;
    }

    private bool TryBegin(PartBuilder parent, long start)
    {
        if (_count >= _options.MaxParts)
        {
            _remarks.Add(OutlineRemarkKind.TooManyParts, parent.Number);
            return false;
        }

        var part = new PartBuilder(_count++, start, parent.ChildType) { InMessage = parent.IsMessage ? parent : null };
        parent.Children.Add(part);
        Open.Add(part);
        Headers.Begin(part.Number, steering: false);
        return true;
    }

    // The first part below the owner ends before the boundary's line break, but not before its own body begins.
    private void CloseAbove(int owner, long end)
    {
        if (Open.Count <= owner + 1)
        {
            return;
        }

        var last = Math.Max(end, Open[owner + 1].BodyStart);
        for (var i = Open.Count - 1; i > owner; i--)
        {
            Open[i].End(last, _counter);
            _counter = default;
        }

        Open.RemoveRange(owner + 1, Open.Count - owner - 1);
    }
}
