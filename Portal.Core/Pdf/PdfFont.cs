using System.Text;

namespace Portal.Core.Pdf;

/// <summary>The one font of our PDFs, which comes with the program (DejaVu Sans: Latin, Greek, Cyrillic and many signs), and what it shows.</summary>
internal static class PdfFont
{
    private static readonly Rune Missing = new(0x25AF);

    private static readonly Lazy<TrueTypeFont> Font = new(() =>
    {
        using var stream = typeof(PdfFont).Assembly.GetManifestResourceStream("Portal.Core.Pdf.DejaVuSans.ttf")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new TrueTypeFont(bytes);
    });

    public static TrueTypeFont File => Font.Value;

    /// <summary>Whether it shows the character rightly: it has a glyph, and the script is written from left to right, each character for itself.</summary>
    public static bool Shows(Rune character) => character.Value is < 0x0590 or (>= 0x10A0 and < 0x1100) or (>= 0x1D00 and < 0x2E80) or (>= 0xA640 and < 0xA6A0)
        or (>= 0xA700 and < 0xA800) or (>= 0xFB00 and < 0xFB07) or 0xFFFD && !IsTurning(character) && File.GlyphOf(character) != 0;

    /// <summary>The character, or a sign which says that one is missing.</summary>
    public static Rune Shown(Rune character) => Shows(character) ? character : Missing;

    /// <summary>How wide a text is at a size, in points.</summary>
    public static double WidthOf(ReadOnlySpan<char> text, double size)
    {
        var width = 0;
        foreach (var character in text.EnumerateRunes())
        {
            width += File.WidthOf(File.GlyphOf(Shown(character)));
        }

        return width * size / 1000;
    }

    // Marks that turn or join, which would have to be obeyed.
    private static bool IsTurning(Rune character) => character.Value is (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F);
}
