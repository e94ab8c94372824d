namespace Portal.Core.Html.Css;

/// <summary>The declarations of style attributes. Newsletters repeat the same attribute hundreds of times, so each text is read once.</summary>
internal sealed class InlineStyles
{
    private const int Longest = 20_000;

    private readonly Dictionary<string, Style> _read = new(StringComparer.Ordinal);

    public Style Of(string? attribute)
    {
        if (string.IsNullOrEmpty(attribute) || attribute.Length > Longest)
        {
            return Style.Empty;
        }

        if (!_read.TryGetValue(attribute, out var style))
        {
            var tokens = CssTokenizer.Read(attribute);
            CssDeclaration[] declarations = [.. CssReader.Declarations(tokens, 0, tokens.Count)];
            _read[attribute] = style = new Style(declarations, [.. HidingDeclarations.Of(declarations)]);
        }

        return style;
    }

    /// <summary>One style attribute as read; <see cref="Markup"/> is filled in when it is first written.</summary>
    internal sealed record Style(IReadOnlyList<CssDeclaration> Declarations, IReadOnlyList<HidingDeclaration> Hiding)
    {
        public static Style Empty { get; } = new([], []) { Markup = "" };

        public string? Markup { get; set; }
    }
}
