using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>application/pkcs7-mime; smime-type=signed-data (RFC 8551 §3.5.2).</summary>
internal sealed class OpaqueWriter(SignatureWriter signature) : ISignedWriter
{
    private readonly Base64Lines _lines = new();
    private readonly ArrayBufferWriter<byte> _cms = new();

    public void Begin(IBufferWriter<byte> output)
    {
        output.Write("MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"u8);
        output.Write("Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n"u8);
        SignatureWriter.Begin(_cms);
        _cms.Open(BerOutput.Explicit0);
        _cms.Open(BerOutput.SegmentedOctets);
    }

    public void Content(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        signature.Append(content);
        _cms.Segment(content);
        Flush(output, last: false);
    }

    public void End(IBufferWriter<byte> output)
    {
        _cms.Close(2);
        signature.End(_cms);
        Flush(output, last: true);
    }

    public void Dispose() => signature.Dispose();

    private void Flush(IBufferWriter<byte> output, bool last)
    {
        _lines.Write(_cms.WrittenSpan, output, last);
        _cms.ResetWrittenCount();
    }
}
