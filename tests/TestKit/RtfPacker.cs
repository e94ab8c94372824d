using System.Buffers.Binary;
using System.Text;

namespace TestKit;

/// <summary>Compresses rich text as Exchange does (MS-OXRTFCP), by another way than the product unpacks it: a search for the longest match.</summary>
public static class RtfPacker
{
    private const int Window = 4096;

    private static readonly byte[] Beginning = Encoding.ASCII.GetBytes(
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx");

    public static byte[] Pack(string rtf) => Pack(Encoding.Latin1.GetBytes(rtf));

    public static byte[] Pack(byte[] rtf)
    {
        byte[] all = [.. Beginning, .. rtf];
        var (content, run, control, count) = (new List<byte>(), new List<byte>(), 0, 0);
        void Token(bool isPointer, params byte[] bytes)
        {
            control |= isPointer ? 1 << count : 0;
            run.AddRange(bytes);
            if (++count == 8)
            {
                EndRun();
            }
        }

        void EndRun()
        {
            content.Add((byte)control);
            content.AddRange(run);
            run.Clear();
            (control, count) = (0, 0);
        }

        void Pointer(int from, int length) => Token(true, (byte)(from >> 4), (byte)((from << 4) | (length - 2)));
        for (var at = Beginning.Length; at < all.Length;)
        {
            var (from, length) = Longest(all, at);
            if (length < 2)
            {
                Token(false, all[at++]);
            }
            else
            {
                Pointer(from % Window, length);
                at += length;
            }
        }

        Pointer(all.Length % Window, 2);
        if (count > 0)
        {
            EndRun();
        }

        return Wrap([.. content], (uint)rtf.Length, 0x7546_5A4C);
    }

    /// <summary>The header before what is, or is said to be, compressed.</summary>
    public static byte[] Wrap(byte[] content, uint unpacked, uint kind)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)content.Length + 12);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), unpacked);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), kind);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Crc(content));
        return [.. header, .. content];
    }

    private static (int From, int Length) Longest(byte[] all, int at)
    {
        var (best, length) = (0, 0);
        for (var from = Math.Max(0, at - Window + 1); from < at; from++)
        {
            var same = 0;
            while (same < 17 && at + same < all.Length && all[from + same] == all[at + same])
            {
                same++;
            }

            (best, length) = same > length ? (from, same) : (best, length);
        }

        return (best, length);
    }

    private static uint Crc(byte[] content)
    {
        var crc = 0u;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            }
        }

        return crc;
    }
}
