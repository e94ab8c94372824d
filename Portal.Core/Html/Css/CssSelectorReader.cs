namespace Portal.Core.Html.Css;

/// <summary>Reads a list of selectors and keeps those of the small grammar: type, *, .class, #id, descendant, child, :link.</summary>
internal static class CssSelectorReader
{
    private const int MostCompounds = 8;

    public static List<CssSelector> Read(List<CssToken> tokens, int start, int end)
    {
        var selectors = new List<CssSelector>();
        for (var i = start; i <= end && i < tokens.Count;)
        {
            var stop = i;
            while (stop < end && tokens[stop].Kind != CssKind.Comma)
            {
                stop = tokens[stop].Opens ? Math.Min(CssReader.Closing(tokens, stop, end) + 1, end) : stop + 1;
            }

            if (One(tokens, i, stop) is { } selector)
            {
                selectors.Add(selector);
            }

            i = stop + 1;
        }

        return selectors;
    }

    private static CssSelector? One(List<CssToken> tokens, int start, int end)
    {
        var compounds = new List<CssCompound>(2);
        var child = false;
        for (var i = start; i < end;)
        {
            if (tokens[i].Kind == CssKind.Whitespace)
            {
                i++;
            }
            else if (tokens[i].Is(CssKind.Delim, ">") && compounds.Count > 0 && !child)
            {
                child = true;
                i++;
            }
            else if (compounds.Count < MostCompounds && Compound(tokens, ref i, end, child) is { } compound)
            {
                compounds.Add(compound);
                child = false;
            }
            else
            {
                return null;
            }
        }

        return compounds.Count == 0 || child ? null : new CssSelector(compounds);
    }

    private static CssCompound? Compound(List<CssToken> tokens, ref int i, int end, bool child)
    {
        string? type = null;
        string? id = null;
        var classes = new List<string>(1);
        var first = i;
        while (i < end && tokens[i].Kind != CssKind.Whitespace && !tokens[i].Is(CssKind.Delim, ">"))
        {
            var next = i + 1 < end ? tokens[i + 1] : default;
            if (i == first && tokens[i].Kind == CssKind.Ident && ElementRules.IsKnown(tokens[i].Text.ToLowerInvariant()))
            {
                type = tokens[i].Text.ToLowerInvariant();
            }
            else if (tokens[i].Kind == CssKind.Hash && id is null && CssNames.IsPlain(tokens[i].Text))
            {
                id = tokens[i].Text;
            }
            else if (tokens[i].Is(CssKind.Delim, ".") && next.Kind == CssKind.Ident && CssNames.IsPlain(next.Text))
            {
                classes.Add(next.Text);
                i++;
            }
            else if (tokens[i].Kind == CssKind.Colon && type == "a" && next.Is(CssKind.Ident, "link"))
            {
                i++;
            }
            else if (i != first || !tokens[i].Is(CssKind.Delim, "*"))
            {
                return null;
            }

            i++;
        }

        return new CssCompound(type, id, classes, child);
    }
}
