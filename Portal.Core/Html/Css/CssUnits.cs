namespace Portal.Core.Html.Css;

/// <summary>Lengths in CSS pixels, to compare them with limits; relative units as if the font had 16 pixels.</summary>
internal static class CssUnits
{
    /// <summary>The length in pixels, or null for a unit outside the list.</summary>
    public static double? Pixels(CssToken token) => token.Text switch
    {
        "px" => token.Number,
        "pt" => token.Number * 4 / 3,
        "pc" or "em" or "rem" => token.Number * 16,
        "ex" or "ch" => token.Number * 8,
        "in" => token.Number * 96,
        "cm" => token.Number * 96 / 2.54,
        "mm" => token.Number * 96 / 25.4,
        "vw" or "vh" => token.Number * 10,
        _ => null,
    };
}
