using System.Globalization;
using System.Text;

namespace Portal.Core.Html.Css;

/// <summary>Names, strings and addresses of CSS with their escapes decoded (CSS Syntax Level 3 §4.3.5–4.3.7, §4.3.11).</summary>
internal static class CssEscapes
{
    public static string TakeName(string source, ref int at)
    {
        var start = at;
        while (at < source.Length && CssTokenizer.IsNamePart(source[at]))
        {
            at++;
        }

        if (at >= source.Length || source[at] != '\\')
        {
            return source[start..at];
        }

        var name = new StringBuilder(source, start, at - start, 64);
        while (at < source.Length)
        {
            if (CssTokenizer.IsNamePart(source[at]))
            {
                name.Append(source[at++]);
            }
            else if (source[at] == '\\' && at + 1 < source.Length && source[at + 1] is not ('\n' or '\r' or '\f'))
            {
                Escape(source, ref at, name);
            }
            else
            {
                break;
            }
        }

        return name.ToString();
    }

    /// <summary>The content of the string whose opening quote is at <paramref name="at"/>, or null when the line ends first.</summary>
    public static string? TakeString(string source, ref int at)
    {
        var quote = source[at++];
        var text = new StringBuilder();
        while (at < source.Length)
        {
            var c = source[at];
            if (c == quote)
            {
                at++;
                return text.ToString();
            }

            if (c is '\n' or '\r' or '\f')
            {
                return null;
            }

            Character(source, ref at, text);
        }

        return text.ToString();
    }

    /// <summary>The address after <c>url(</c>, quoted or not, or null when it is malformed. Stands behind the bracket afterwards.</summary>
    public static string? TakeUrl(string source, ref int at)
    {
        SkipSpace(source, ref at);
        string? address;
        if (at < source.Length && source[at] is '"' or '\'')
        {
            address = TakeString(source, ref at);
        }
        else
        {
            var text = new StringBuilder();
            while (at < source.Length && source[at] != ')' && !CssTokenizer.IsSpace(source[at]))
            {
                Character(source, ref at, text);
            }

            address = text.ToString();
        }

        SkipSpace(source, ref at);
        var closed = at >= source.Length || source[at] == ')';
        while (at < source.Length && source[at] != ')')
        {
            at += source[at] == '\\' ? 2 : 1;
        }

        at = Math.Min(at + 1, source.Length);
        return closed ? address : null;
    }

    private static void SkipSpace(string source, ref int at)
    {
        while (at < source.Length && CssTokenizer.IsSpace(source[at]))
        {
            at++;
        }
    }

    private static void Character(string source, ref int at, StringBuilder into)
    {
        if (source[at] != '\\')
        {
            into.Append(source[at++]);
        }
        else if (at + 1 < source.Length && source[at + 1] is '\n' or '\f')
        {
            at += 2;
        }
        else
        {
            Escape(source, ref at, into);
        }
    }

    // Up to six hexadecimal digits and one white space, or the character itself.
    private static void Escape(string source, ref int at, StringBuilder into)
    {
        var start = ++at;
        while (at < source.Length && at - start < 6 && char.IsAsciiHexDigit(source[at]))
        {
            at++;
        }

        if (at == start)
        {
            if (at < source.Length)
            {
                into.Append(source[at++]);
            }

            return;
        }

        var code = int.Parse(source.AsSpan(start, at - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        into.Append(Rune.IsValid(code) && code != 0 ? new Rune(code).ToString() : "\uFFFD");
        if (at < source.Length && CssTokenizer.IsSpace(source[at]))
        {
            at++;
        }
    }
}
