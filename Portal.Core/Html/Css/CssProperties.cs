namespace Portal.Core.Html.Css;

/// <summary>
/// The allow list of properties. What could cover, move, clip or hide text is not in it: position, z-index, transform, clip, overflow,
/// opacity, visibility, filters, shadows, outlines, generated content, animations, max-height; and of display the columns, which show nothing that is in them.
/// </summary>
internal static class CssProperties
{
    private const string LineStyles = "none hidden dotted dashed solid double groove ridge inset outset";
    private const string LineWidths = "thin medium thick";

    private static readonly Dictionary<string, CssProperty> All = Build();

    public static CssProperty? Find(string name) => All.GetValueOrDefault(name);

    private static Dictionary<string, CssProperty> Build()
    {
        var all = new Dictionary<string, CssProperty>(StringComparer.Ordinal);
        Text(all);
        Boxes(all);
        Borders(all);
        Grounds(all);
        Layout(all);
        return all;
    }

    private static void Add(Dictionary<string, CssProperty> all, string names, CssShapes shapes, string words = "", int most = 1, double least = 0)
    {
        var property = new CssProperty(shapes, [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "inherit", "initial", "unset"], most, least);
        foreach (var name in names.Split(' '))
        {
            all[name] = property;
        }
    }

    private static void Text(Dictionary<string, CssProperty> all)
    {
        Add(all, "color", CssShapes.Colour);
        Add(all, "font-family", CssShapes.Fonts, most: 40);
        Add(all, "font-size", CssShapes.Size, "xx-small x-small small medium large x-large xx-large smaller larger", least: 6);
        Add(all, "font-style", CssShapes.None, "normal italic oblique");
        Add(all, "font-variant", CssShapes.None, "normal small-caps");
        Add(all, "font-weight", CssShapes.Number, "normal bold bolder lighter");
        Add(all, "font", CssShapes.Size | CssShapes.Number | CssShapes.Fonts, most: 40, least: 6);
        Add(all, "line-height", CssShapes.Size | CssShapes.Number, "normal", least: 6);
        Add(all, "letter-spacing word-spacing", CssShapes.Length, "normal", least: -1);
        Add(all, "text-align", CssShapes.None, "left right center justify start end");
        Add(all, "text-decoration", CssShapes.Colour, "none underline overline line-through solid dotted dashed double wavy", most: 4);
        Add(all, "text-decoration-line text-decoration-style", CssShapes.None, "none underline overline line-through solid dotted dashed double wavy", most: 3);
        Add(all, "text-decoration-color", CssShapes.Colour);
        Add(all, "text-transform", CssShapes.None, "none capitalize uppercase lowercase");
        Add(all, "text-indent", CssShapes.Size);
        Add(all, "white-space", CssShapes.None, "normal nowrap pre pre-wrap pre-line break-spaces");
        Add(all, "word-break", CssShapes.None, "normal break-all keep-all break-word");
        Add(all, "overflow-wrap word-wrap", CssShapes.None, "normal break-word anywhere");
        Add(all, "hyphens -webkit-hyphens", CssShapes.None, "none manual auto");
        Add(all, "direction", CssShapes.None, "ltr rtl");
        Add(all, "unicode-bidi", CssShapes.None, "normal embed isolate plaintext");
        Add(all, "vertical-align", CssShapes.Size, "baseline sub super top text-top middle bottom text-bottom");
        Add(all, "list-style list-style-type list-style-position", CssShapes.None, "none disc circle square decimal decimal-leading-zero lower-roman upper-roman lower-alpha upper-alpha lower-latin upper-latin lower-greek inside outside", most: 2);
    }

    private static void Boxes(Dictionary<string, CssProperty> all)
    {
        Add(all, "margin", CssShapes.Size | CssShapes.Number, "auto", most: 4);
        Add(all, "margin-top margin-right margin-bottom margin-left", CssShapes.Size | CssShapes.Number, "auto");
        Add(all, "padding", CssShapes.Size | CssShapes.Number, most: 4);
        Add(all, "padding-top padding-right padding-bottom padding-left", CssShapes.Size | CssShapes.Number);
        Add(all, "width min-width max-width", CssShapes.Size | CssShapes.Number | CssShapes.Calculation, "auto none min-content max-content fit-content");
        Add(all, "height min-height", CssShapes.Size | CssShapes.Number, "auto");
        Add(all, "box-sizing", CssShapes.None, "border-box content-box");
    }

    private static void Borders(Dictionary<string, CssProperty> all)
    {
        Add(all, "border border-top border-right border-bottom border-left", CssShapes.Length | CssShapes.Number | CssShapes.Colour, $"{LineStyles} {LineWidths}", most: 3);
        Add(all, "border-width", CssShapes.Length | CssShapes.Number, LineWidths, most: 4);
        Add(all, "border-top-width border-right-width border-bottom-width border-left-width", CssShapes.Length | CssShapes.Number, LineWidths);
        Add(all, "border-style", CssShapes.None, LineStyles, most: 4);
        Add(all, "border-top-style border-right-style border-bottom-style border-left-style", CssShapes.None, LineStyles);
        Add(all, "border-color", CssShapes.Colour, most: 4);
        Add(all, "border-top-color border-right-color border-bottom-color border-left-color", CssShapes.Colour);
        Add(all, "border-radius", CssShapes.Size | CssShapes.Number, most: 9);
        Add(all, "border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius", CssShapes.Size | CssShapes.Number, most: 2);
        Add(all, "border-collapse", CssShapes.None, "collapse separate");
        Add(all, "border-spacing", CssShapes.Length | CssShapes.Number, most: 2);
    }

    private static void Grounds(Dictionary<string, CssProperty> all)
    {
        Add(all, "background-color", CssShapes.Colour);
        Add(all, "background-image", CssShapes.Picture | CssShapes.Gradient, "none");
        Add(all, "background-repeat", CssShapes.None, "repeat no-repeat repeat-x repeat-y space round", most: 2);
        Add(all, "background-position", CssShapes.Size | CssShapes.Number, "left right top bottom center", most: 4);
        Add(all, "background-size", CssShapes.Size, "auto cover contain", most: 2);
    }

    private static void Layout(Dictionary<string, CssProperty> all)
    {
        Add(all, "display", CssShapes.None, "block inline inline-block list-item table inline-table table-row table-cell table-row-group table-header-group table-footer-group table-caption flex inline-flex");
        Add(all, "flex-wrap", CssShapes.None, "nowrap wrap");
        Add(all, "flex-direction", CssShapes.None, "row column");
        Add(all, "align-items justify-content", CssShapes.None, "normal stretch center start end flex-start flex-end baseline space-between space-around space-evenly");
        Add(all, "gap row-gap column-gap", CssShapes.Size | CssShapes.Number, most: 2);
        Add(all, "float", CssShapes.None, "none left right");
        Add(all, "clear", CssShapes.None, "none left right both");
        Add(all, "table-layout", CssShapes.None, "auto fixed");
        Add(all, "caption-side", CssShapes.None, "top bottom");
        Add(all, "empty-cells", CssShapes.None, "show hide");
        Add(all, "page-break-before page-break-after page-break-inside break-before break-after break-inside", CssShapes.None, "auto avoid always page");
    }
}
