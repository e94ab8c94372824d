using System.Text;

namespace Portal.Core.Pdf;

/// <summary>
/// A PDF of paragraphs on pages of A4, one font, nothing that acts or loads (ISO 32000-2). Texts can be searched and copied. What the font does not show, such as
/// scripts that are written from right to left, is left as an empty box: ask <see cref="Shows"/> first.
/// </summary>
/// <param name="title">What it is called in the reader's window.</param>
/// <param name="language">The language of its texts, as HTML names it.</param>
public sealed class PdfDocument(string title, string language)
{
    private const double Width = 595;
    private const double Height = 842;
    private const double Margin = 56;
    private const double Leading = 1.4;

    private readonly List<StringBuilder> _pages = [];
    private readonly SortedDictionary<int, Rune> _used = [];
    private double _y;

    /// <summary>Whether every character of a text is shown as it should be.</summary>
    public static bool Shows(string text) => Lines(text).All(line => line.EnumerateRunes().All(PdfFont.Shows));

    /// <summary>Adds a paragraph below the last one. Its line breaks are kept; lines that are too long are broken between words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size of its letters in points.</param>
    /// <param name="above">Space above it in points.</param>
    public void Add(string text, double size = 10, double above = 0)
    {
        _y -= above;
        foreach (var line in Lines(text).SelectMany(line => PdfLines.Break(line, Width - (2 * Margin), size)))
        {
            if (_pages.Count == 0 || _y - (size * Leading) < Margin)
            {
                _pages.Add(new StringBuilder());
                _y = Height - Margin;
            }

            _y -= size * Leading;
            Show(line, size);
        }
    }

    /// <summary>Draws a thin line across the page.</summary>
    public void Rule()
    {
        if (_pages.Count > 0)
        {
            _y -= 8;
            _pages[^1].Append(FormattableString.Invariant($"0.5 w {Margin:0.##} {_y:0.##} m {Width - Margin:0.##} {_y:0.##} l S\n"));
        }
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        if (_pages.Count == 0)
        {
            _pages.Add(new StringBuilder());
        }

        return PdfFile.Write(title, language, (Width, Height), [.. _pages.Select(page => page.ToString())], _used);
    }

    // Control characters but line breaks mean nothing on paper.
    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal)
        .Split('\n').Select(line => string.Concat(line.Where(c => !char.IsControl(c))));

    private void Show(string line, double size)
    {
        var page = _pages[^1];
        page.Append(FormattableString.Invariant($"BT /F {size:0.##} Tf {Margin:0.##} {_y:0.##} Td <"));
        foreach (var character in line.EnumerateRunes())
        {
            var shown = PdfFont.Shown(character);
            var glyph = PdfFont.File.GlyphOf(shown);
            _used.TryAdd(glyph, shown);
            page.Append(glyph.ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
        }

        page.Append("> Tj ET\n");
    }
}
