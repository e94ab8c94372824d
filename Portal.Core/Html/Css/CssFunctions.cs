using System.Globalization;
using System.Text;

namespace Portal.Core.Html.Css;

/// <summary>The functions that values may call: colours, calc() over plain lengths, linear gradients. All others refuse their declaration.</summary>
internal static class CssFunctions
{
    private const int MostArguments = 60;

    public static string? Write(string name, List<CssToken> arguments, CssProperty property) => name switch
    {
        _ when arguments.Count > MostArguments => null,
        _ when CssColours.IsFunction(name) && property.Colours => Colour(name, arguments),
        "calc" when property.Shapes.HasFlag(CssShapes.Calculation) => Calculation(arguments),
        "linear-gradient" when property.Shapes.HasFlag(CssShapes.Gradient) => Gradient(arguments),
        _ => null,
    };

    private static string? Colour(string name, List<CssToken> arguments)
    {
        var parts = new List<string>(4);
        foreach (var token in arguments)
        {
            if (token.Kind is CssKind.Number or CssKind.Percentage || token.Is(CssKind.Dimension, "deg"))
            {
                parts.Add(Digits(token));
            }
            else if (token.Kind is not (CssKind.Whitespace or CssKind.Comma) && !token.Is(CssKind.Delim, "/"))
            {
                return null;
            }
        }

        return parts.Count is 3 or 4 ? $"{name}({string.Join(',', parts)})" : null;
    }

    private static string? Calculation(List<CssToken> arguments)
    {
        var css = new StringBuilder("calc(");
        foreach (var token in arguments)
        {
            if (token.IsNumeric && (token.Kind != CssKind.Dimension || CssUnits.Pixels(token) is not null))
            {
                css.Append(Digits(token));
            }
            else if ((token.Kind == CssKind.Delim && token.Text is "+" or "-" or "*" or "/") || token.Kind is CssKind.Whitespace || token.Is(CssKind.Open, "(") || token.Is(CssKind.Close, ")"))
            {
                css.Append(token.Text);
            }
            else
            {
                return null;
            }
        }

        // The end of a sheet closes all that is open (CSS Syntax Level 3 §5.4.8); written anew, it would not be the end any more.
        return arguments.Count(token => token.Kind == CssKind.Open) == arguments.Count(token => token.Kind == CssKind.Close) ? css.Append(')').ToString() : null;
    }

    private static string? Gradient(List<CssToken> arguments)
    {
        var css = new StringBuilder("linear-gradient(");
        for (var i = 0; i < arguments.Count; i++)
        {
            var token = arguments[i];
            var end = token.Kind == CssKind.Function ? CssReader.Closing(arguments, i, arguments.Count) : i;
            var part = token.Kind switch
            {
                CssKind.Whitespace => " ",
                CssKind.Comma => ",",
                CssKind.Percentage or CssKind.Number => Digits(token),
                CssKind.Dimension when token.Text is "deg" or "px" => Digits(token),
                CssKind.Hash when CssColours.IsHex(token.Text) => "#" + token.Text,
                CssKind.Ident when token.Text.ToLowerInvariant() is "to" or "left" or "right" or "top" or "bottom" || CssColours.IsName(token.Text) => token.Text.ToLowerInvariant(),
                CssKind.Function when CssColours.IsFunction(token.Text) => Colour(token.Text, arguments.GetRange(i + 1, end - i - 1)),
                _ => null,
            };
            if (part is null)
            {
                return null;
            }

            css.Append(part);
            i = end;
        }

        return css.Append(')').ToString();
    }

    private static string Digits(CssToken token) =>
        Math.Clamp(token.Number, -100_000, 100_000).ToString("0.####", CultureInfo.InvariantCulture)
        + (token.Kind == CssKind.Percentage ? "%" : token.Kind == CssKind.Dimension ? token.Text : "");
}
