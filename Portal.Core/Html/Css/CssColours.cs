namespace Portal.Core.Html.Css;

/// <summary>Colours: the names of CSS Color Level 4, <c>#hex</c>, and rgb() and hsl() with plain numbers.</summary>
internal static class CssColours
{
    private static readonly HashSet<string> Named = [.. (
        "transparent currentcolor aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood "
        + "cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey "
        + "darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey "
        + "darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite "
        + "gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon "
        + "lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue "
        + "lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid "
        + "mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin "
        + "navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff "
        + "peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver "
        + "skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow "
        + "yellowgreen windowtext window").Split(' ')];

    public static bool IsFunction(string name) => name is "rgb" or "rgba" or "hsl" or "hsla";

    public static bool IsName(string word) => Named.Contains(word.ToLowerInvariant());

    public static bool IsHex(string digits) => digits.Length is 3 or 4 or 6 or 8 && digits.All(char.IsAsciiHexDigit);

    /// <summary>Whether text in this colour could not be seen on any ground, because the colour lets the ground through.</summary>
    public static bool IsClear(CssToken colour, IReadOnlyList<CssToken> arguments) => colour.Kind switch
    {
        CssKind.Ident => colour.Is(CssKind.Ident, "transparent"),
        CssKind.Hash when colour.Text.Length is 4 or 8 => colour.Text[colour.Text.Length == 4 ? 3 : 6] is >= '0' and < '5',
        CssKind.Function => arguments.Where(token => token.IsNumeric).Skip(3).Any(alpha => alpha.Number < (alpha.Kind == CssKind.Percentage ? 30 : 0.3)),
        _ => false,
    };

    /// <summary>The value of a legacy colour attribute (HTML §2.4.6, without its guessing), or null.</summary>
    public static string? FromAttribute(string value)
    {
        var word = value.Trim();
        var digits = word.TrimStart('#');
        return IsName(word) ? word.ToLowerInvariant() : digits.Length is 3 or 6 && IsHex(digits) ? "#" + digits : null;
    }
}
