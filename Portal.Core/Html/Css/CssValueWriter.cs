using System.Globalization;
using System.Text;

namespace Portal.Core.Html.Css;

/// <summary>Writes one value anew from its tokens. Anything outside the property's shapes refuses the whole declaration.</summary>
internal sealed class CssValueWriter(CssProperty property, CssStyleContext context)
{
    private const double MostPixels = 4000;

    private readonly StringBuilder _css = new(48);
    private bool _sized;

    /// <summary>The value, or null when it is refused.</summary>
    public string? Write(List<CssToken> tokens, bool seeThrough = true)
    {
        var parts = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == CssKind.Whitespace)
            {
                continue;
            }

            var end = token.Kind == CssKind.Function ? CssReader.Closing(tokens, i, tokens.Count) : i;
            List<CssToken> arguments = end > i ? tokens.GetRange(i + 1, end - i - 1) : [];
            if (++parts > property.Most || (!seeThrough && CssColours.IsClear(token, arguments)) || !Part(token, arguments))
            {
                return null;
            }

            i = end;
        }

        return _css.Length == 0 ? null : _css.ToString();
    }

    private bool Part(CssToken token, List<CssToken> arguments) => token.Kind switch
    {
        CssKind.Ident => Word(token.Text),
        CssKind.Text => property.Shapes.HasFlag(CssShapes.Fonts) && FontName(token.Text),
        CssKind.Hash => property.Colours && CssColours.IsHex(token.Text) && Add("#" + token.Text),
        CssKind.Dimension => property.Shapes.HasFlag(CssShapes.Length) && Length(token),
        CssKind.Percentage => property.Shapes.HasFlag(CssShapes.Percentage) && Percentage(token),
        CssKind.Number => Number(token),
        CssKind.Function => CssFunctions.Write(token.Text, arguments, property) is { } function && Add(function),
        CssKind.Comma => property.Shapes.HasFlag(CssShapes.Fonts) && _css.Length > 0 && Mark(','),
        CssKind.Delim when token.Text == "/" => property.Most > 8 && _css.Length > 0 && Mark('/'),
        CssKind.Url => property.Shapes.HasFlag(CssShapes.Picture) && context.Picture(token.Text) is { } data && Add($"url(\"{data}\")"),
        _ => false,
    };

    private bool Word(string word)
    {
        var lower = word.ToLowerInvariant();
        if (property.Words.Contains(lower) || (property.Colours && CssColours.IsName(lower)))
        {
            return Add(lower);
        }

        return property.Shapes.HasFlag(CssShapes.Fonts) && CssNames.IsPlain(word) && Add(word);
    }

    private bool FontName(string name)
    {
        var plain = name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.');
        return plain && Add($"'{name}'");
    }

    private bool Number(CssToken token)
    {
        // A bare number: a weight, a line height, a border's or a margin's width in quirks mode (pixels), or nought.
        var isFactor = property.Shapes.HasFlag(CssShapes.Number);
        if (property.Least == 6 && isFactor && token.Number is not 0)
        {
            return token.Number is >= 0.9 and <= 1000 && Add(Digits(token.Number));
        }

        return token.Number == 0
            ? property.Least <= 0 && Add("0")
            : isFactor && token.Number >= property.Least && Add(Digits(Math.Min(token.Number, MostPixels)) + (property.Most == 1 && property.Words.Contains("bold") ? "" : "px"));
    }

    private bool Length(CssToken token)
    {
        if (CssUnits.Pixels(token) is not { } pixels)
        {
            return false;
        }

        // A relative size below that of the surroundings gets a floor, so that nesting cannot make text vanish.
        if (property.Least == 6 && !_sized && token.Text is "em" or "rem" or "ex" or "ch" && token.Number is > 0.2 and < 1)
        {
            _sized = true;
            return Add($"max(9px,{Digits(token.Number)}{token.Text})");
        }

        _sized = true;
        return pixels >= property.Least && Add(Digits(pixels > MostPixels ? MostPixels : token.Number) + (pixels > MostPixels ? "px" : token.Text));
    }

    private bool Percentage(CssToken token)
    {
        if (property.Least == 6 && token.Number is > 20 and < 100)
        {
            return Add($"max(9px,{Digits(token.Number)}%)");
        }

        return token.Number >= (property.Least == 6 ? 90 : 0) && Add(Digits(Math.Min(token.Number, 1000)) + "%");
    }

    private bool Add(string part)
    {
        if (_css.Length > 0 && _css[^1] is not (',' or '/'))
        {
            _css.Append(' ');
        }

        _css.Append(part);
        return true;
    }

    private bool Mark(char mark)
    {
        _css.Append(mark);
        return true;
    }

    private static string Digits(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
