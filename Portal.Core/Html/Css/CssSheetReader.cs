namespace Portal.Core.Html.Css;

/// <summary>Reads a style sheet into rules. Of the at-rules only @media exists here; a rule that is not understood is left out.</summary>
internal sealed class CssSheetReader
{
    private readonly List<CssToken> _tokens;
    private readonly List<CssRule> _rules;

    private CssSheetReader(List<CssToken> tokens, List<CssRule> rules)
    {
        _tokens = tokens;
        _rules = rules;
    }

    /// <param name="sheet">The text of a style element.</param>
    /// <param name="media">Its media attribute, read as a query.</param>
    /// <param name="rules">Where the rules go, in order.</param>
    public static void Read(string sheet, string? media, List<CssRule> rules)
    {
        var words = string.IsNullOrWhiteSpace(media) ? [] : CssTokenizer.Read(media);
        if (CssMedia.Read(words, 0, words.Count) is not { } query)
        {
            return;
        }

        var tokens = CssTokenizer.Read(sheet);
        new CssSheetReader(tokens, rules).Rules(0, tokens.Count, query, nested: false);
    }

    private void Rules(int start, int end, CssMedia media, bool nested)
    {
        for (var i = start; i < end;)
        {
            if (_tokens[i].Kind is CssKind.Whitespace or CssKind.Semicolon)
            {
                i++;
                continue;
            }

            var open = i;
            var isAt = _tokens[i].Kind == CssKind.AtKeyword;
            while (open < end && !_tokens[open].Is(CssKind.Open, "{") && !(isAt && _tokens[open].Kind == CssKind.Semicolon))
            {
                open = _tokens[open].Opens ? Math.Min(CssReader.Closing(_tokens, open, end) + 1, end) : open + 1;
            }

            if (open >= end || !_tokens[open].Is(CssKind.Open, "{"))
            {
                i = open + 1;
                continue;
            }

            var close = CssReader.Closing(_tokens, open, end);
            Rule(i, open, close, media, nested);
            i = close + 1;
        }
    }

    private void Rule(int start, int open, int close, CssMedia media, bool nested)
    {
        if (_tokens[start].Kind == CssKind.AtKeyword)
        {
            // Conditions inside conditions are not followed: no mail needs them.
            if (!nested && _tokens[start].Is(CssKind.AtKeyword, "media") && !media.IsConditional && CssMedia.Read(_tokens, start + 1, open) is { } query)
            {
                Rules(open + 1, close, query, nested: true);
            }

            return;
        }

        var selectors = CssSelectorReader.Read(_tokens, start, open);
        if (selectors.Count > 0)
        {
            _rules.Add(new CssRule(media, selectors, [.. CssReader.Declarations(_tokens, open + 1, close)]));
        }
    }
}
