using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>Writes the signed entity in one of its two forms, content first, signature after it.</summary>
internal interface ISignedWriter : IDisposable
{
    void Begin(IBufferWriter<byte> output);

    void Content(ReadOnlySpan<byte> content, IBufferWriter<byte> output);

    void End(IBufferWriter<byte> output);
}
