namespace Portal.Core.Html.Css;

internal enum CssKind
{
    Whitespace,
    Ident,
    Function,
    AtKeyword,
    Hash,
    Text,
    Url,
    Number,
    Percentage,
    Dimension,
    Colon,
    Semicolon,
    Comma,
    Open,
    Close,
    Delim,
    Bad,
}

/// <summary>
/// One token of CSS Syntax Level 3 §4 with its escapes already decoded. <paramref name="Text"/> is the name, the string's content,
/// the unit (in lower case), or the bracket or delimiter itself.
/// </summary>
internal readonly record struct CssToken(CssKind Kind, string Text, double Number = 0)
{
    public bool Is(CssKind kind, string text) => Kind == kind && string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);

    public bool Opens => Kind is CssKind.Open or CssKind.Function;

    public bool IsNumeric => Kind is CssKind.Number or CssKind.Percentage or CssKind.Dimension;
}
