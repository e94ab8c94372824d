namespace Portal.Core.Html.Css;

/// <summary>One declaration as the mail has it: name in lower case, value without surrounding white space and without the mark of importance.</summary>
internal sealed record CssDeclaration(string Name, List<CssToken> Value, bool Important)
{
    /// <summary>The value's only token, if it has but one.</summary>
    public CssToken? Single => Value.Count == 1 ? Value[0] : null;

    public bool Says(string keyword) => Single is { Kind: CssKind.Ident } only && only.Is(CssKind.Ident, keyword);
}
