using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>Goes forward in streams that may not be able to seek.</summary>
internal static class ForwardReading
{
    /// <summary>Goes that many bytes on, or to the end if that is nearer.</summary>
    public static async ValueTask SkipAsync(Stream stream, long count, CancellationToken ct)
    {
        if (stream.CanSeek)
        {
            stream.Position += count;
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (count > 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), ct).ConfigureAwait(false);
                count = read == 0 ? 0 : count - read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
