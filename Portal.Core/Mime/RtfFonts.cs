namespace Portal.Core.Mime;

/// <summary>The code pages of a rich text's fonts.</summary>
internal sealed class RtfFonts
{
    private const int MostFonts = 10_000;

    private readonly Dictionary<int, int> _pages = [];
    private int _font;

    /// <summary>A word of the font table.</summary>
    public void Take(RtfToken word)
    {
        var page = word.Name switch { "fcharset" => PageOf(word.Number), "cpg" => word.Number, _ => -1 };
        if (word.Name == "f")
        {
            _font = word.Number;
        }
        else if (page >= 0 && _pages.Count < MostFonts)
        {
            _pages[_font] = page;
        }
    }

    /// <summary>The code page of the font with that number, or 0.</summary>
    public int Of(int font) => _pages.GetValueOrDefault(font);

    // RTF 1.9.1, \fcharset.
    private static int PageOf(int charset) => charset switch
    {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        130 => 1361,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => 0,
    };
}
