using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Portal.Core.Pdf;

/// <summary>Writes the objects of a PDF (ISO 32000-2 §7.5): pages, the subset of the font, and the table that says which glyph is which character.</summary>
internal sealed class PdfFile
{
    private const int Catalog = 1;
    private const int PageTree = 2;
    private const int Info = 3;
    private const int Font = 4;
    private const int FirstFree = 9; // 5 to 8: what the font consists of

    private readonly ArrayBufferWriter<byte> _file = new();
    private readonly SortedDictionary<int, long> _places = [];

    public static byte[] Write(
        string title, string language, (double Width, double Height) size, IReadOnlyList<string> pages, IReadOnlyDictionary<int, Rune> glyphs)
    {
        var file = new PdfFile();
        file.Text("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
        var numbers = Enumerable.Range(0, pages.Count).Select(page => FirstFree + (2 * page)).ToList();
        file.Object(Catalog, $"<< /Type /Catalog /Pages {PageTree} 0 R /Lang {Hex(language)} /ViewerPreferences << /DisplayDocTitle true >> >>");
        file.Object(PageTree, $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', numbers.Select(n => $"{n} 0 R"))}] >>");
        file.Object(Info, $"<< /Title {Hex(title)} >>");
        file.WriteFont(glyphs);
        for (var page = 0; page < pages.Count; page++)
        {
            file.Object(numbers[page], FormattableString.Invariant(
                $"<< /Type /Page /Parent {PageTree} 0 R /MediaBox [0 0 {size.Width:0.##} {size.Height:0.##}] /Resources << /Font << /F {Font} 0 R >> >> /Contents {numbers[page] + 1} 0 R >>"));
            file.Stream(numbers[page] + 1, Encoding.ASCII.GetBytes(pages[page]));
        }

        return file.Finish();
    }

    private void WriteFont(IReadOnlyDictionary<int, Rune> glyphs)
    {
        var font = PdfFont.File;
        var widths = string.Join(' ', glyphs.Keys.Select(glyph => $"{glyph} [{font.WidthOf(glyph)}]"));
        Object(Font, "<< /Type /Font /Subtype /Type0 /BaseFont /PORTAL+DejaVuSans /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 8 0 R >>");
        Object(5, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /PORTAL+DejaVuSans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            + $"/FontDescriptor 6 0 R /CIDToGIDMap /Identity /DW 600 /W [{widths}] >>");
        Object(6, "<< /Type /FontDescriptor /FontName /PORTAL+DejaVuSans /Flags 32 /ItalicAngle 0 /StemV 80 "
            + $"/FontBBox [{string.Join(' ', font.Box)}] /Ascent {font.Ascent} /Descent {font.Descent} /CapHeight {font.Ascent} /FontFile2 7 0 R >>");
        var subset = FontSubset.Make(font, glyphs.Keys);
        Stream(7, subset, $"/Length1 {subset.Length} ");
        Stream(8, Encoding.ASCII.GetBytes(Characters(glyphs)));
    }

    // At most 100 a block (Adobe's technical note 5014).
    private static string Characters(IReadOnlyDictionary<int, Rune> glyphs)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var some in glyphs.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{some.Length} beginbfchar\n");
            foreach (var (glyph, character) in some)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    // Whatever the text says, it stands in hexadecimal digits.
    private static string Hex(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private void Object(int number, string content)
    {
        _places[number] = _file.WrittenCount;
        Text(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{content}\nendobj\n"));
    }

    private void Stream(int number, byte[] content, string more = "")
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(content);
        }

        _places[number] = _file.WrittenCount;
        Text(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n<< {more}/Filter /FlateDecode /Length {packed.Length} >>\nstream\n"));
        _file.Write(packed.ToArray());
        Text("\nendstream\nendobj\n");
    }

    private byte[] Finish()
    {
        var start = _file.WrittenCount;
        Text(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_places.Count + 1}\n0000000000 65535 f \n"));
        foreach (var place in _places.Values)
        {
            Text(string.Create(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        }

        Text(string.Create(CultureInfo.InvariantCulture, $"trailer\n<< /Size {_places.Count + 1} /Root {Catalog} 0 R /Info {Info} 0 R >>\nstartxref\n{start}\n%%EOF\n"));
        return _file.WrittenSpan.ToArray();
    }

    private void Text(string text) => _file.Write(Encoding.Latin1.GetBytes(text));
}
