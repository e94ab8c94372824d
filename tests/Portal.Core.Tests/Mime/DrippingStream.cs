namespace Portal.Core.Tests.Mime;

/// <summary>Gives its bytes in pieces of the given sizes, over and over.</summary>
internal sealed class DrippingStream(byte[] content, params int[] sizes) : MemoryStream(content)
{
    private int _turn;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[_turn++ % sizes.Length])], cancellationToken);
}
