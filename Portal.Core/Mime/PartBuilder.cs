namespace Portal.Core.Mime;

/// <summary>One part while it is being read.</summary>
internal sealed class PartBuilder(int number, long headerStart, string defaultType)
{
    private ContentType _type = ContentType.Default;
    private ContentType _disposition = ContentType.Default;
    private string _mediaType = "text/plain";
    private string? _boundary;
    private string? _contentId;
    private long _length;
    private long _decodedLength;
    private int _lineLength;
    private bool _leaf = true;

    public int Number => number;

    /// <summary>Where the header begins; moved to the message's when a wrapper has been read.</summary>
    public long HeaderStart { get; set; } = headerStart;

    /// <summary>The message/rfc822 part that this is the root of, if any: it shows this part's header fields.</summary>
    public PartBuilder? InMessage { get; init; }

    public bool Described { get; private set; }

    public long BodyStart { get; private set; }

    public TransferEncoding Encoding { get; private set; }

    /// <summary>Two dashes and the boundary, while boundaries of this part may come; else null.</summary>
    public byte[]? Delimiter { get; private set; }

    /// <summary>Whether this is a message/rfc822 to be taken apart.</summary>
    public bool IsMessage { get; private set; }

    /// <summary>What a part without a type is here (RFC 2046 §5.1.5).</summary>
    public string ChildType => _mediaType == "multipart/digest" ? "message/rfc822" : "text/plain";

    public List<PartBuilder> Children { get; } = [];

    public IReadOnlyList<HeaderField> OwnHeaders { get; private set; } = [];

    private IReadOnlyList<HeaderField>? MessageHeaders { get; set; }

    public static TransferEncoding EncodingOf(string? field) => field is null ? TransferEncoding.SevenBit : ContentType.Parse(field).Value switch
    {
        "7bit" or "7-bit" or "text/plain" => TransferEncoding.SevenBit,
        "8bit" or "8-bit" => TransferEncoding.EightBit,
        "binary" => TransferEncoding.Binary,
        "quoted-printable" => TransferEncoding.QuotedPrintable,
        "base64" => TransferEncoding.Base64,
        "x-uuencode" or "x-uue" or "uuencode" or "uue" => TransferEncoding.Uuencode,
        _ => TransferEncoding.Unknown,
    };

    public void Describe(HeaderBlock block, long bodyStart, Remarks remarks)
    {
        Described = true;
        BodyStart = bodyStart;
        OwnHeaders = number == 0 || InMessage is not null ? block.Fields : [];
        if (InMessage is not null)
        {
            InMessage.MessageHeaders = OwnHeaders;
        }

        _type = ContentType.Parse(block["Content-Type"]);
        _disposition = ContentType.Parse(block["Content-Disposition"]);
        _mediaType = block["Content-Type"] is null ? defaultType : _type.Value.Contains('/') ? _type.Value : "text/plain";
        _contentId = block["Content-ID"]?.Trim(' ', '\t', '<', '>');
        Encoding = EncodingOf(block["Content-Transfer-Encoding"]);
        if (Encoding == TransferEncoding.Unknown)
        {
            remarks.Add(OutlineRemarkKind.UnknownEncoding, number);
        }

        if (_type.TooManyParameters || _disposition.TooManyParameters)
        {
            remarks.Add(OutlineRemarkKind.TooManyParameters, number);
        }

        FindStructure(remarks);
    }

    /// <summary>What it holds is not to be taken apart.</summary>
    public void MakeLeaf() => (Delimiter, IsMessage, _leaf) = (null, false, true);

    /// <summary>The closing boundary was met.</summary>
    public void Close() => Delimiter = null;

    /// <summary>The part ends there; a header that ran into the end has an empty body.</summary>
    public void End(long end, in BodyCounter counter)
    {
        HeaderStart = Math.Min(HeaderStart, end);
        BodyStart = Math.Min(BodyStart, end);
        _length = end - BodyStart;
        _decodedLength = _leaf ? counter.DecodedLength(_length) : _length;
        _lineLength = _leaf ? counter.LineLength : 0;
    }

    public OutlinePart Build() => new()
    {
        Number = number,
        MediaType = _mediaType,
        Charset = Blank(_type["charset"]?.Trim().ToLowerInvariant()),
        Encoding = Encoding,
        FileName = FileNames.Clean(_disposition.Text("filename")) ?? FileNames.Clean(_type.Text("name")),
        ContentId = Blank(_contentId),
        Disposition = ReferenceEquals(_disposition, ContentType.Default) ? "" : _disposition.Value == "inline" ? "inline" : "attachment",
        Boundary = _boundary,
        HeaderStart = HeaderStart,
        BodyStart = BodyStart,
        BodyLength = _length,
        DecodedLength = _decodedLength,
        EncodedLineLength = _lineLength,
        Flowed = _mediaType == "text/plain" && Says("format", "flowed"),
        DelSp = _mediaType == "text/plain" && Says("delsp", "yes"),
        Start = _mediaType == "multipart/related" ? Blank(_type["start"]?.Trim(' ', '<', '>')) : null,
        Children = Children.ConvertAll(child => child.Build()),
        Headers = MessageHeaders,
    };

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private bool Says(string parameter, string value) => value.Equals(_type[parameter], StringComparison.OrdinalIgnoreCase);

    private void FindStructure(Remarks remarks)
    {
        if (_mediaType.StartsWith("multipart/", StringComparison.Ordinal))
        {
            if (BoundaryMatch.Usable(_type["boundary"]))
            {
                _boundary = _type["boundary"]!;
                Delimiter = System.Text.Encoding.UTF8.GetBytes("--" + _boundary);
                _leaf = false;
            }
            else
            {
                remarks.Add(OutlineRemarkKind.NoBoundary, number);
            }
        }
        else if (_mediaType == "message/rfc822")
        {
            IsMessage = Encoding is not (TransferEncoding.Base64 or TransferEncoding.QuotedPrintable or TransferEncoding.Uuencode);
            _leaf = !IsMessage;
            if (_leaf)
            {
                remarks.Add(OutlineRemarkKind.EncodedMessage, number);
            }
        }
    }
}
