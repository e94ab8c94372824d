using System.Buffers;
using System.Formats.Asn1;

namespace Portal.Core.Smime;

/// <summary>Writes BER whose outer values have an indefinite length (X.690 §8.1.3.6), for content of unknown size.</summary>
internal static class BerOutput
{
    public const byte Sequence = 0x30;
    public const byte Explicit0 = 0xA0;
    public const byte SegmentedOctets = 0x24;

    public static void Open(this IBufferWriter<byte> output, byte tag) => output.Write<byte>([tag, 0x80]);

    public static void Close(this IBufferWriter<byte> output, int values)
    {
        for (; values > 0; values--)
        {
            output.Write<byte>([0, 0]);
        }
    }

    /// <summary>One segment of the content; none where there are no bytes.</summary>
    public static void Segment(this IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            var length = bytes.Length;
            output.Write<byte>([0x04, 0x84, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);
            output.Write(bytes);
        }
    }

    public static void Oid(this IBufferWriter<byte> output, string oid) => output.Value(w => w.WriteObjectIdentifier(oid));

    public static void Integer(this IBufferWriter<byte> output, int value) => output.Value(w => w.WriteInteger(value));

    /// <summary>A value of definite length.</summary>
    public static void Value(this IBufferWriter<byte> output, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        output.Write(writer.Encode());
    }

    /// <summary>An AlgorithmIdentifier, its parameters written by <paramref name="parameters"/>, else absent.</summary>
    public static void WriteAlgorithm(this AsnWriter writer, string oid, Action<AsnWriter>? parameters = null)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            parameters?.Invoke(writer);
        }
    }

    public static void WriteIssuerAndSerial(this AsnWriter writer, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.IssuerName.RawData);
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }
    }
}
