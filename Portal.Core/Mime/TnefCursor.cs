using System.Buffers.Binary;

namespace Portal.Core.Mime;

/// <summary>Reads a TNEF stream forward. Whatever would go beyond the given end fails, so no length in it is believed.</summary>
internal sealed class TnefCursor(Stream stream, long length)
{
    private readonly byte[] _small = new byte[8];

    /// <summary>Where the next byte lies in the stream.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes to the stream's end.</summary>
    public long Left => length - Position;

    public async ValueTask<byte> ByteAsync(CancellationToken ct) => (await TakeAsync(1, ct).ConfigureAwait(false))[0];

    public async ValueTask<ushort> UInt16Async(CancellationToken ct) =>
        BinaryPrimitives.ReadUInt16LittleEndian(await TakeAsync(2, ct).ConfigureAwait(false));

    public async ValueTask<uint> UInt32Async(CancellationToken ct) =>
        BinaryPrimitives.ReadUInt32LittleEndian(await TakeAsync(4, ct).ConfigureAwait(false));

    /// <summary>The next bytes, at most so many of them; the others are passed over.</summary>
    public async ValueTask<byte[]> BytesAsync(long count, int most, CancellationToken ct)
    {
        Need(count);
        var bytes = new byte[(int)Math.Min(count, most)];
        await FillAsync(bytes, ct).ConfigureAwait(false);
        await SkipAsync(count - bytes.Length, ct).ConfigureAwait(false);
        return bytes;
    }

    public async ValueTask SkipAsync(long count, CancellationToken ct)
    {
        Need(count);
        if (count > 0)
        {
            await ForwardReading.SkipAsync(stream, count, ct).ConfigureAwait(false);
            Position += count;
        }
    }

    private async ValueTask<byte[]> TakeAsync(int count, CancellationToken ct)
    {
        Need(count);
        await FillAsync(_small.AsMemory(0, count), ct).ConfigureAwait(false);
        return _small;
    }

    private async ValueTask FillAsync(Memory<byte> bytes, CancellationToken ct)
    {
        await stream.ReadExactlyAsync(bytes, ct).ConfigureAwait(false);
        Position += bytes.Length;
    }

    private void Need(long count)
    {
        if (count < 0 || count > Left)
        {
            throw new InvalidDataException("The TNEF stream is shorter than it says.");
        }
    }
}
