namespace Portal.Core.Html.Css;

/// <summary>Finds blocks and declarations in a list of tokens (CSS Syntax Level 3 §5). Each token is looked at a bounded number of times.</summary>
internal static class CssReader
{
    /// <summary>The index of the bracket that closes the one at <paramref name="open"/>, or <paramref name="end"/>.</summary>
    public static int Closing(List<CssToken> tokens, int open, int end)
    {
        var depth = 0;
        for (var i = open; i < end; i++)
        {
            depth += tokens[i].Opens ? 1 : tokens[i].Kind == CssKind.Close ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return end;
    }

    /// <summary>The declarations between two indexes; what is no declaration is left out.</summary>
    public static IEnumerable<CssDeclaration> Declarations(List<CssToken> tokens, int start, int end)
    {
        for (var i = start; i < end;)
        {
            var stop = i;
            while (stop < end && tokens[stop].Kind != CssKind.Semicolon)
            {
                stop = tokens[stop].Opens ? Math.Min(Closing(tokens, stop, end) + 1, end) : stop + 1;
            }

            if (Declaration(tokens, i, stop) is { } declaration)
            {
                yield return declaration;
            }

            i = stop + 1;
        }
    }

    private static CssDeclaration? Declaration(List<CssToken> tokens, int start, int end)
    {
        Trim(tokens, ref start, ref end);
        if (end - start < 3 || tokens[start].Kind != CssKind.Ident)
        {
            return null;
        }

        var name = tokens[start].Text.ToLowerInvariant();
        start++;
        Trim(tokens, ref start, ref end);
        if (start >= end || tokens[start].Kind != CssKind.Colon)
        {
            return null;
        }

        start++;
        Trim(tokens, ref start, ref end);
        var important = end - start >= 2 && tokens[end - 1].Is(CssKind.Ident, "important");
        if (important)
        {
            end--;
            Trim(tokens, ref start, ref end);
            if (!tokens[end - 1].Is(CssKind.Delim, "!"))
            {
                return null;
            }

            end--;
            Trim(tokens, ref start, ref end);
        }

        return start < end ? new CssDeclaration(name, tokens.GetRange(start, end - start), important) : null;
    }

    private static void Trim(List<CssToken> tokens, ref int start, ref int end)
    {
        while (start < end && tokens[start].Kind == CssKind.Whitespace)
        {
            start++;
        }

        while (end > start && tokens[end - 1].Kind == CssKind.Whitespace)
        {
            end--;
        }
    }
}
