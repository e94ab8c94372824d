using System.Globalization;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>The allow list of attributes and the shapes of their values. A value that has not its shape goes, with its attribute.</summary>
internal static class AttributeRules
{
    private static readonly Dictionary<string, Func<string, string?>> Everywhere = new(StringComparer.Ordinal)
    {
        ["dir"] = value => Word(value, "ltr", "rtl", "auto"),
        ["lang"] = Language,
        ["title"] = value => value.Length <= 500 ? value : null,
        ["align"] = value => Word(value, "left", "right", "center", "justify", "middle", "top", "bottom"),
        ["role"] = value => Word(value, "presentation", "none"),
    };

    private static readonly Dictionary<string, (string Elements, Func<string, string?> Shape)> Particular = new(StringComparer.Ordinal)
    {
        ["valign"] = (" table thead tbody tfoot tr td th col colgroup ", value => Word(value, "top", "middle", "bottom", "baseline")),
        ["width"] = (" table td th col colgroup hr img ", Size),
        ["height"] = (" table tr td th img ", Size),
        ["border"] = (" table img ", Count),
        ["cellpadding"] = (" table ", Count),
        ["cellspacing"] = (" table ", Count),
        ["rules"] = (" table ", value => Word(value, "none", "groups", "rows", "cols", "all")),
        ["frame"] = (" table ", value => Word(value, "void", "above", "below", "hsides", "lhs", "rhs", "vsides", "box", "border")),
        ["bgcolor"] = (" body table thead tbody tfoot tr td th ", CssColours.FromAttribute),
        ["text"] = (" body ", CssColours.FromAttribute),
        ["color"] = (" font hr ", CssColours.FromAttribute),
        ["face"] = (" font ", value => value.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or ',' or '-') ? value : null),
        ["size"] = (" font hr ", value => value.Length is 1 or 2 && value.All(c => char.IsAsciiDigit(c) || c is '+' or '-') ? value : null),
        ["noshade"] = (" hr ", _ => ""),
        ["nowrap"] = (" td th ", _ => ""),
        ["colspan"] = (" td th ", Count),
        ["rowspan"] = (" td th ", Count),
        ["span"] = (" col colgroup ", Count),
        ["scope"] = (" th td ", value => Word(value, "row", "col", "rowgroup", "colgroup")),
        ["start"] = (" ol ", value => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n.ToString(CultureInfo.InvariantCulture) : null),
        ["value"] = (" li ", Count),
        ["reversed"] = (" ol ", _ => ""),
        ["type"] = (" ol ul li ", value => value is "1" or "a" or "A" or "i" or "I" ? value : Word(value, "disc", "circle", "square")),
        ["datetime"] = (" time ins del ", value => value.Length <= 40 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '+' or '.' or ' ') ? value : null),
        ["hspace"] = (" img ", Count),
        ["vspace"] = (" img ", Count),
    };

    /// <summary>The value to write, or null when the attribute goes.</summary>
    /// <param name="element">The name that the element is written under.</param>
    /// <param name="name">The attribute's name, lower case.</param>
    /// <param name="value">Its value in the mail.</param>
    public static string? Value(string element, string name, string value) =>
        Everywhere.TryGetValue(name, out var shape) ? shape(value)
        : Particular.TryGetValue(name, out var rule) && rule.Elements.Contains($" {element} ", StringComparison.Ordinal) ? rule.Shape(value)
        : null;

    /// <summary>Whether the attribute gives a colour.</summary>
    public static bool IsColour(string name) => name is "bgcolor" or "color" or "text";

    /// <summary>A language tag as BCP 47 shapes it, or null.</summary>
    public static string? Language(string? value) =>
        value is { Length: > 0 and <= 35 } && char.IsAsciiLetter(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? value : null;

    /// <summary>The classes under their prefix.</summary>
    public static string Classes(string value) =>
        string.Join(' ', value.Split([' ', '\t', '\n', '\r', '\f'], 40, StringSplitOptions.RemoveEmptyEntries).Where(name => CssNames.IsPlain(name)).Select(name => CssNames.Prefix + name));

    /// <summary>A legacy length: up to 4000 pixels, or a percentage.</summary>
    public static string? Size(string value)
    {
        var text = value.Trim();
        var unit = text.EndsWith('%') ? "%" : "";
        var digits = text.TrimEnd('%').Replace("px", "", StringComparison.OrdinalIgnoreCase).Trim();
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var size) && size <= 4000
            ? size.ToString("0.##", CultureInfo.InvariantCulture) + unit
            : null;
    }

    private static string? Count(string value) =>
        int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 1000 ? n.ToString(CultureInfo.InvariantCulture) : null;

    private static string? Word(string value, params ReadOnlySpan<string> words)
    {
        var lower = value.Trim().ToLowerInvariant();
        foreach (var word in words)
        {
            if (word == lower)
            {
                return word;
            }
        }

        return null;
    }
}
