namespace Portal.Core.Html.Css;

/// <summary>What a value of one property may be made of.</summary>
[Flags]
internal enum CssShapes
{
    None = 0,
    Length = 1,
    Percentage = 2,
    Number = 4,
    Colour = 8,
    Fonts = 16,
    Calculation = 32,
    Gradient = 64,
    Picture = 128,
    Size = Length | Percentage,
}

/// <summary>One property of the allow list.</summary>
/// <param name="Shapes">The kinds of values.</param>
/// <param name="Words">The keywords besides <c>inherit</c>, <c>initial</c> and <c>unset</c>.</param>
/// <param name="Most">The largest number of components.</param>
/// <param name="Least">The smallest length; in pixels, whatever the unit.</param>
internal sealed record CssProperty(CssShapes Shapes, HashSet<string> Words, int Most, double Least)
{
    /// <summary>Whether the value can say what is seen as a colour or a ground.</summary>
    public bool Colours => Shapes.HasFlag(CssShapes.Colour);
}
