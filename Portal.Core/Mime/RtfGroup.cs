namespace Portal.Core.Mime;

/// <summary>What becomes of the text of a group.</summary>
internal enum RtfPlace
{
    /// <summary>It is the mail's.</summary>
    Body,

    /// <summary>It is a tag of the HTML that is wrapped in the rich text.</summary>
    HtmlTag,

    /// <summary>It names fonts.</summary>
    Fonts,

    /// <summary>It says what a field stands for: of a link its address.</summary>
    Instruction,

    /// <summary>Nobody sees it.</summary>
    Nowhere,
}

/// <summary>The state that ends with its group (RTF 1.9.1).</summary>
internal record struct RtfGroup
{
    public RtfPlace Place { get; set; }

    /// <summary>The font's code page, or 0 for the document's.</summary>
    public int CodePage { get; set; }

    /// <summary>How many characters after <c>\u</c> say the same to older readers.</summary>
    public int Repeats { get; set; }

    /// <summary>Whether what follows is there for readers who do not know of the HTML (MS-OXRTFEX, <c>\htmlrtf</c>).</summary>
    public bool ForOthers { get; set; }

    /// <summary>Whether it is a field: its link's address goes behind its text.</summary>
    public bool IsField { get; set; }
}
