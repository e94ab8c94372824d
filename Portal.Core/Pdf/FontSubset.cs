using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Core.Pdf;

/// <summary>A font file with the outlines of some glyphs alone. Their numbers stay as they are, so that nothing else in it changes.</summary>
internal static class FontSubset
{
    // What ISO 32000-2 §9.9 asks of an embedded TrueType font for a CIDFont.
    private static readonly string[] Tables = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    // Flags of a glyph that is put together from others (ISO/IEC 14496-22, "glyf").
    private const int WordArguments = 0x0001;
    private const int OneScale = 0x0008;
    private const int More = 0x0020;
    private const int TwoScales = 0x0040;
    private const int Matrix = 0x0080;

    /// <summary>Writes the file.</summary>
    public static byte[] Make(TrueTypeFont font, IEnumerable<int> glyphs)
    {
        var kept = WithParts(font, glyphs);
        var outlines = new ArrayBufferWriter<byte>();
        var locations = new byte[4 * (font.Glyphs + 1)];
        for (var glyph = 0; glyph <= font.Glyphs; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(locations.AsSpan(4 * glyph), outlines.WrittenCount);
            if (glyph < font.Glyphs && kept.Contains(glyph))
            {
                outlines.Write(font.Outline(glyph));
                outlines.Write(new byte[-outlines.WrittenCount & 3]);
            }
        }

        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), 0); // the sum over the whole file, which no reader of a PDF looks at
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1); // locations of four bytes
        return Write([.. Tables.Select(name => (name, name switch
        {
            "glyf" => outlines.WrittenSpan.ToArray(),
            "loca" => locations,
            "head" => head,
            _ => font.Table(name).ToArray(),
        }))]);
    }

    private static HashSet<int> WithParts(TrueTypeFont font, IEnumerable<int> glyphs)
    {
        var kept = new HashSet<int> { 0 };
        var waiting = new Stack<int>(glyphs);
        while (waiting.TryPop(out var glyph))
        {
            if (kept.Add(glyph))
            {
                foreach (var part in PartsOf(font.Outline(glyph)))
                {
                    waiting.Push(part);
                }
            }
        }

        return kept;
    }

    private static List<int> PartsOf(ReadOnlySpan<byte> outline)
    {
        var parts = new List<int>();
        if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return parts;
        }

        for (var (at, flags) = (10, More); (flags & More) != 0;)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            parts.Add(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]));
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2);
            at += (flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0;
        }

        return parts;
    }

    private static byte[] Write(IReadOnlyList<(string Name, byte[] Bytes)> tables)
    {
        var power = (int)Math.Log2(tables.Count);
        var file = new MemoryStream();
        U32(file, 0x00010000);
        U16(file, tables.Count);
        U16(file, 16 << power);
        U16(file, power);
        U16(file, (16 * tables.Count) - (16 << power));
        var offset = 12 + (16 * tables.Count);
        foreach (var (name, bytes) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(name));
            U32(file, SumOf(bytes));
            U32(file, (uint)offset);
            U32(file, (uint)bytes.Length);
            offset += (bytes.Length + 3) & ~3;
        }

        foreach (var (_, bytes) in tables)
        {
            file.Write(bytes);
            file.Write(new byte[-bytes.Length & 3]);
        }

        return file.ToArray();
    }

    private static uint SumOf(byte[] bytes)
    {
        var sum = 0u;
        Span<byte> last = stackalloc byte[4];
        for (var at = 0; at < bytes.Length; at += 4)
        {
            last.Clear();
            bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).CopyTo(last);
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(last));
        }

        return sum;
    }

    private static void U32(Stream file, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        file.Write(bytes);
    }

    private static void U16(Stream file, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        file.Write(bytes);
    }
}
