namespace Portal.Fuzz.Targets;

/// <summary>Bytes that come in pieces, each when it is waited for: one ends after every DATA.</summary>
internal sealed class Pieces(byte[] bytes) : MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var rest = GetBuffer().AsSpan((int)Position, (int)(Length - Position));
        var end = rest.IndexOf("DATA\r\n"u8) is var found and >= 0 ? found + "DATA\r\n"u8.Length : rest.Length;
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, end)], cancellationToken);
    }
}
