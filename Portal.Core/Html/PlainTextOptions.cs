namespace Portal.Core.Html;

/// <summary>What is known about a text besides its characters.</summary>
public sealed record PlainTextOptions
{
    /// <summary>Whether its Content-Type said <c>format=flowed</c> (RFC 3676): lines that end in a space go on in the next one.</summary>
    public bool Flowed { get; init; }

    /// <summary>Whether it said <c>delsp=yes</c> (RFC 3676 §4.2): the space at the end of a flowed line is not part of the text.</summary>
    public bool DelSp { get; init; }

    /// <summary>The language of the document (BCP 47).</summary>
    public string? Language { get; init; }

    /// <summary>The document's title; read out by screen readers, shown nowhere else.</summary>
    public string Title { get; init; } = "";
}
