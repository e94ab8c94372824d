using System.Buffers.Binary;
using System.Text;

namespace Portal.Core.Pdf;

/// <summary>Reads what a PDF needs of a TrueType font (ISO/IEC 14496-22): which glyph a character has, how wide it is, and the outlines.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly int _unitsPerEm;
    private readonly int _metrics;
    private readonly bool _longLocations;

    /// <summary>Reads the directory of a font file whose character map has format 12.</summary>
    public TrueTypeFont(byte[] file)
    {
        _file = file;
        for (var table = 0; table < U16(4); table++)
        {
            var entry = 12 + (16 * table);
            _tables[Encoding.ASCII.GetString(file, entry, 4)] = (I32(entry + 8), I32(entry + 12));
        }

        var head = _tables["head"].Offset;
        _unitsPerEm = U16(head + 18);
        _longLocations = U16(head + 50) == 1;
        Box = [Scaled(I16(head + 36)), Scaled(I16(head + 38)), Scaled(I16(head + 40)), Scaled(I16(head + 42))];
        var hhea = _tables["hhea"].Offset;
        (Ascent, Descent) = (Scaled(I16(hhea + 4)), Scaled(I16(hhea + 6)));
        _metrics = U16(hhea + 34);
        Glyphs = U16(_tables["maxp"].Offset + 4);
        Groups = ReadGroups();
    }

    /// <summary>How many glyphs there are.</summary>
    public int Glyphs { get; }

    /// <summary>The box that holds every glyph, in thousandths of the size.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>How far glyphs reach above the line, in thousandths of the size.</summary>
    public int Ascent { get; }

    /// <summary>How far they reach below it, negative.</summary>
    public int Descent { get; }

    private List<(int First, int Last, int Glyph)> Groups { get; }

    /// <summary>The glyph of a character, or 0 where the font has none.</summary>
    public int GlyphOf(Rune character)
    {
        var (low, high) = (0, Groups.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, glyph) = Groups[middle];
            if (character.Value < first)
            {
                high = middle - 1;
            }
            else if (character.Value > last)
            {
                low = middle + 1;
            }
            else
            {
                return glyph + character.Value - first;
            }
        }

        return 0;
    }

    /// <summary>How far a glyph moves on, in thousandths of the size.</summary>
    public int WidthOf(int glyph) => Scaled(U16(_tables["hmtx"].Offset + (4 * Math.Min(glyph, _metrics - 1))));

    /// <summary>A table as it stands in the file.</summary>
    public ReadOnlySpan<byte> Table(string name) => _tables.TryGetValue(name, out var table) ? _file.AsSpan(table.Offset, table.Length) : [];

    /// <summary>The outline of a glyph; empty for those that show nothing.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var (loca, glyf) = (_tables["loca"].Offset, _tables["glyf"].Offset);
        var (start, end) = _longLocations
            ? (I32(loca + (4 * glyph)), I32(loca + (4 * glyph) + 4))
            : (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2));
        return _file.AsSpan(glyf + start, end - start);
    }

    private List<(int First, int Last, int Glyph)> ReadGroups()
    {
        var cmap = _tables["cmap"].Offset;
        for (var map = 0; map < U16(cmap + 2); map++)
        {
            var at = cmap + I32(cmap + 4 + (8 * map) + 4);
            if (U16(at) == 12)
            {
                return [.. Enumerable.Range(0, I32(at + 12)).Select(g => at + 16 + (12 * g)).Select(g => (I32(g), I32(g + 4), I32(g + 8)))];
            }
        }

        throw new InvalidDataException("The font has no character map of format 12.");
    }

    private int Scaled(int units) => (int)Math.Round(units * 1000.0 / _unitsPerEm);

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private int I32(int at) => BinaryPrimitives.ReadInt32BigEndian(_file.AsSpan(at));
}
