namespace Portal.Core.Mime;

/// <summary>Kinds of <see cref="RtfToken"/>.</summary>
internal enum RtfTokenKind
{
    Open,
    Close,

    /// <summary><c>\name</c>, perhaps with a number.</summary>
    Word,

    /// <summary><c>\'hh</c> or a byte as it stands.</summary>
    Byte,

    /// <summary>A backslash and one other character.</summary>
    Symbol,
}

/// <summary>One token of rich text (RTF 1.9.1, "RTF Syntax").</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The word.</param>
/// <param name="Number">The word's number, or 1; the byte, or the symbol's character.</param>
internal readonly record struct RtfToken(RtfTokenKind Kind, string Name, int Number);
