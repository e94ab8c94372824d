using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>Nobody signs: the content passes as it is (RFC 8551 §3.3).</summary>
internal sealed class UnsignedWriter : ISignedWriter
{
    public void Begin(IBufferWriter<byte> output)
    {
    }

    public void Content(ReadOnlySpan<byte> content, IBufferWriter<byte> output) => output.Write(content);

    public void End(IBufferWriter<byte> output)
    {
    }

    public void Dispose()
    {
    }
}
