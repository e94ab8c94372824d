namespace Portal.Core.Html.Css;

/// <summary>One rule of the mail's style sheets: under which media, for which elements, what.</summary>
internal sealed record CssRule(CssMedia Media, IReadOnlyList<CssSelector> Selectors, IReadOnlyList<CssDeclaration> Declarations);
