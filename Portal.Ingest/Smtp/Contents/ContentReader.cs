using Portal.Ingest.Smtp.Wires;

namespace Portal.Ingest.Smtp.Contents;

/// <summary>Moves a mail's bytes from the wire into the content.</summary>
internal sealed class ContentReader(Wire wire, SmtpOptions options, TimeProvider time)
{
    /// <summary>Reads up to the lone dot.</summary>
    /// <returns>False where the peer sends far too much: then the connection must be closed.</returns>
    public async ValueTask<bool> ReadToDotAsync(Content content)
    {
        var pace = new Pace(options, time);
        var decoder = new DotDecoder();
        long received = 0;
        while (!decoder.Ended && !content.IsHopeless)
        {
            var buffer = await wire.ReadAsync(pace.Left(received), idle: false);
            long used = 0;
            foreach (var segment in buffer)
            {
                used += decoder.Decode(segment.Span, content);
                if (decoder.Ended)
                {
                    break;
                }
            }

            wire.AdvanceTo(buffer.GetPosition(used));
            received += used;
        }

        return decoder.Ended;
    }

    /// <summary>Reads a chunk of BDAT (RFC 3030 §2), or skips it where there is no content to take it.</summary>
    public async ValueTask ReadChunkAsync(Content? content, long size)
    {
        var pace = new Pace(options, time);
        var left = size;
        while (left > 0)
        {
            var buffer = await wire.ReadAsync(pace.Left(size - left), idle: false);
            var chunk = buffer.Length > left ? buffer.Slice(0, left) : buffer;
            foreach (var segment in chunk)
            {
                content?.Write(segment.Span);
            }

            left -= chunk.Length;
            wire.AdvanceTo(chunk.End);
        }
    }
}
