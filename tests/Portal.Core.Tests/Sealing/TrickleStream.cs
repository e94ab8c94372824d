namespace Portal.Core.Tests.Sealing;

/// <summary>Gives its bytes in small pieces and cannot seek, like a network stream.</summary>
internal sealed class TrickleStream(byte[] bytes, int atMost) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, atMost)]);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, atMost)], cancellationToken);
}
