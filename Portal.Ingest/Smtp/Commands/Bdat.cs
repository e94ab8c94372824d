using System.Globalization;

namespace Portal.Ingest.Smtp.Commands;

/// <summary>BDAT (RFC 3030 §2). A refused chunk is read all the same: else its bytes would be taken for commands.</summary>
/// <remarks>A failure stays until LAST or RSET, so that chunks pipelined behind it are answered alike.</remarks>
internal static class Bdat
{
    public static async ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        var (size, last) = Parse(argument);
        var content = session.Transaction.Content;
        session.Phase = Phases.Chunks;
        var room = session.Options.MaxMessageBytes - content.Size;
        if (size > room)
        {
            content.Refuse(Reply.TooLarge);
            session.Closing = size > session.Options.MaxDrainBytes + Math.Max(0, room);
        }

        if (!session.Closing)
        {
            await session.ContentReader.ReadChunkAsync(content, size);
        }

        if (last || session.Closing)
        {
            await session.CommitAsync(cancellationToken);
            return;
        }

        await session.Wire.WriteAsync(content.Failure ?? Reply.Ok);
    }

    /// <summary>Reads off the wire what a refused BDAT announced.</summary>
    public static async ValueTask SkipAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        var (size, _) = Parse(argument);
        session.Closing = size > session.Options.MaxDrainBytes;
        if (!session.Closing)
        {
            await session.ContentReader.ReadChunkAsync(null, size);
        }
    }

    // Where the size cannot be read nobody knows where the next command begins.
    private static (long Size, bool Last) Parse(string argument)
    {
        var words = argument.Split(' ');
        var last = words.Length == 2 && words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        return (words.Length == 1 || last) && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? (size, last)
            : throw new HangUpException(Reply.BadArgument);
    }
}
