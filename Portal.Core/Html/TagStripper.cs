using System.Text;

namespace Portal.Core.Html;

/// <summary>
/// The bare text of HTML that is too deep to be built as a tree: tags out, comments and scripts out, a line break where a block began.
/// Gives markup again (its character references are left for the parser) that has no tag but the one around it. Linear.
/// </summary>
internal static class TagStripper
{
    private static readonly string[] Raw = ["script", "style", "title", "template", "iframe", "noembed"];

    public static string ToText(string html)
    {
        var text = new StringBuilder("<pre>\n", html.Length + 8);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < html.Length;)
        {
            var open = html.IndexOf('<', i);
            text.Append(html, i, (open < 0 ? html.Length : open) - i);
            if (open < 0)
            {
                break;
            }

            i = Tag(html, open, text, gone);
        }

        return text.ToString();
    }

    // Returns where the text goes on.
    private static int Tag(string html, int open, StringBuilder text, HashSet<string> gone)
    {
        if (string.CompareOrdinal(html, open, "<!--", 0, 4) == 0)
        {
            return After(html, "-->", open + 4, "<!--", gone);
        }

        var start = open + 1;
        var isEnd = start < html.Length && html[start] == '/';
        start += isEnd ? 1 : 0;
        if (start >= html.Length || !(char.IsAsciiLetter(html[start]) || html[start] is '!' or '?'))
        {
            text.Append("&lt;");
            return open + 1;
        }

        var nameEnd = start;
        while (nameEnd < html.Length && char.IsAsciiLetterOrDigit(html[nameEnd]))
        {
            nameEnd++;
        }

        var name = html[start..Math.Min(nameEnd, start + 16)].ToLowerInvariant();
        if (name == "br" || ElementRules.IsBlock(name))
        {
            text.Append('\n');
        }

        var next = End(html, nameEnd);
        return !isEnd && Array.IndexOf(Raw, name) >= 0 ? After(html, $"</{name}", next, name, gone) : next;
    }

    private static int End(string html, int at)
    {
        var quote = '\0';
        for (; at < html.Length; at++)
        {
            var c = html[at];
            if (c == '>' && quote == '\0')
            {
                return at + 1;
            }

            if (c is '"' or '\'' && quote == '\0' && html[at - 1] == '=')
            {
                quote = c;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
        }

        return at;
    }

    // Where the terminator is missing once, it is missing for good: it is not searched again.
    private static int After(string html, string terminator, int from, string kind, HashSet<string> gone)
    {
        var end = gone.Contains(kind) ? -1 : html.IndexOf(terminator, Math.Min(from, html.Length), StringComparison.OrdinalIgnoreCase);
        if (end >= 0)
        {
            return end + (terminator == "-->" ? 3 : 0);
        }

        gone.Add(kind);
        return from;
    }
}
