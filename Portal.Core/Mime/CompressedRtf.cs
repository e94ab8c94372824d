using System.Buffers.Binary;

namespace Portal.Core.Mime;

/// <summary>Undoes the compression of rich text in Exchange's properties (MS-OXRTFCP).</summary>
/// <remarks>Header of 16 bytes, little-endian: bytes that follow this number, bytes unpacked, kind, checksum of what follows the header. Then
/// runs of a control byte and eight tokens, its lowest bit first: a literal byte, or two bytes that point into the last 4,096 (12 bits of
/// place, 4 bits of length less two). A pointer to where the next byte would go ends it.</remarks>
internal static class CompressedRtf
{
    /// <summary>Bytes that are unpacked at most.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private const int HeaderLength = 16;
    private const int WindowSize = 4096;
    private const int LongestRun = 17;
    private const uint Packed = 0x7546_5A4C; // LZFu
    private const uint Plain = 0x414C_454D; // MELA

    private static readonly uint[] CrcTable = MakeCrcTable();

    // What stands in the window before the first byte (MS-OXRTFCP §2.1.2.1).
    private static ReadOnlySpan<byte> Beginning =>
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"u8;

    /// <summary>The rich text. Linear; memory follows what is really unpacked, not what the header says.</summary>
    /// <exception cref="InvalidDataException">It is malformed, its checksum is wrong, or it is larger than <see cref="MostBytes"/>.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> property)
    {
        Check(property.Length >= HeaderLength);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(property);
        Check(size >= HeaderLength - 4 && size <= property.Length - 4);
        var content = property[HeaderLength..(int)(size + 4)];
        var unpacked = BinaryPrimitives.ReadUInt32LittleEndian(property[4..]);
        Check(unpacked <= MostBytes);
        switch (BinaryPrimitives.ReadUInt32LittleEndian(property[8..]))
        {
            case Plain:
                return content[..(int)Math.Min(unpacked, content.Length)].ToArray();
            case Packed:
                Check(Crc(content) == BinaryPrimitives.ReadUInt32LittleEndian(property[12..]));
                return Unpack(content, (int)unpacked);
            default:
                throw new InvalidDataException("The rich text is compressed in a way that nobody knows.");
        }
    }

    /// <summary>The checksum (MS-OXRTFCP §2.1.3.2): CRC-32 that begins with nought and is not turned over at its end.</summary>
    internal static uint Crc(ReadOnlySpan<byte> content)
    {
        var crc = 0u;
        foreach (var value in content)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static byte[] Unpack(ReadOnlySpan<byte> content, int most)
    {
        Span<byte> window = stackalloc byte[WindowSize];
        window.Clear();
        Beginning.CopyTo(window);
        var next = Beginning.Length;

        // No token of two bytes stands for more than 17.
        var output = new byte[(int)Math.Min(most, content.Length * (long)LongestRun)];
        var (filled, at, control, tokens) = (0, 0, 0, 0);
        while (at < content.Length && filled < output.Length)
        {
            if (tokens == 0)
            {
                (control, tokens) = (content[at++], 8);
                continue;
            }

            var isPointer = (control & 1) != 0;
            (control, tokens) = (control >> 1, tokens - 1);
            var (from, length) = isPointer ? Pointer(content, ref at) : (-1, 1);
            if (from == next)
            {
                break;
            }

            for (; length > 0 && filled < output.Length; length--)
            {
                var value = isPointer ? window[from] : content[at++];
                from = (from + 1) % WindowSize;
                window[next] = output[filled++] = value;
                next = (next + 1) % WindowSize;
            }
        }

        return output[..filled];
    }

    private static (int From, int Length) Pointer(ReadOnlySpan<byte> content, ref int at)
    {
        Check(at + 2 <= content.Length);
        var pointer = BinaryPrimitives.ReadUInt16BigEndian(content[at..]);
        at += 2;
        return (pointer >> 4, (pointer & 15) + 2);
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException("The rich text cannot be unpacked.");
        }
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
