using System.Text;

namespace TestKit;

/// <summary>Writes TNEF streams (MS-OXTNEF) with anything in them, also what lies.</summary>
public sealed class TnefWriter
{
    private readonly List<byte> _bytes = [];

    public TnefWriter()
    {
        Number(0x223E9F78);
        _bytes.AddRange([1, 0]);
        Attribute(1, 0x0006_9007, [.. BitConverter.GetBytes(1252), 0, 0, 0, 0]);
    }

    /// <summary>An attachment with its short name and, if there is one, its long one.</summary>
    public TnefWriter File(string title, byte[] content, string? longName = null)
    {
        Attribute(2, 0x0006_9002, new byte[14]);
        Attribute(2, 0x0001_8010, [.. Encoding.Latin1.GetBytes(title), 0]);
        Attribute(2, 0x0006_800F, content);
        return longName is null ? this : Attribute(2, 0x0006_9005, Properties((0x3707, 0x001F, Encoding.Unicode.GetBytes(longName + "\0"))));
    }

    /// <summary>The mail's body as a property of the message.</summary>
    public TnefWriter Body(ushort property, ushort type, byte[] text) => Attribute(1, 0x0006_9003, Properties((property, type, text)));

    public TnefWriter Attribute(byte level, uint id, byte[] data, uint? length = null)
    {
        _bytes.Add(level);
        Number(id);
        Number(length ?? (uint)data.Length);
        _bytes.AddRange(data);
        _bytes.AddRange(BitConverter.GetBytes((ushort)data.Sum(b => b)));
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>A block of properties, after one of a fixed length, a named one and one with many values.</summary>
    public static byte[] Properties(params (ushort Id, ushort Type, byte[] Value)[] properties)
    {
        using var block = new MemoryStream();
        void Write(params byte[][] pieces) => Array.ForEach(pieces, piece => block.Write(piece));
        void Short(int value) => Write(BitConverter.GetBytes((ushort)value));
        void Value(byte[] value) => Write(BitConverter.GetBytes(value.Length), value, new byte[(4 - (value.Length % 4)) % 4]);

        Write(BitConverter.GetBytes(properties.Length + 3));
        Short(0x000B);
        Short(0x0E1F);
        Write([1, 0, 0, 0]);
        Short(0x0003);
        Short(0x8001);
        Write(new byte[16], BitConverter.GetBytes(1), BitConverter.GetBytes(6), "a\0b\0\0\0\0\0"u8.ToArray(), BitConverter.GetBytes(7));
        Short(0x101F);
        Short(0x3A00);
        Write(BitConverter.GetBytes(2));
        Value("x\0"u8.ToArray());
        Value("yz\0\0\0\0"u8.ToArray());
        foreach (var (id, type, value) in properties)
        {
            Short(type);
            Short(id);
            Write(BitConverter.GetBytes(1));
            Value(value);
        }

        return block.ToArray();
    }

    private void Number(uint value) => _bytes.AddRange(BitConverter.GetBytes(value));
}
