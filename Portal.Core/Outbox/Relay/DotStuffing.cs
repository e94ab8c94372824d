namespace Portal.Core.Outbox.Relay;

/// <summary>A mail as DATA carries it (RFC 5321 section 4.5.2): a dot before each line that begins with one, and the final dot.</summary>
internal static class DotStuffing
{
    /// <summary>What ends a mail behind lines that are whole.</summary>
    public static byte[] End { get; } = [.. ".\r\n"u8];

    /// <summary>A mail's first lines, without the final dot.</summary>
    /// <param name="content">Lines that end with CRLF, the last one too.</param>
    public static ReadOnlyMemory<byte> Lines(ReadOnlySpan<byte> content) => Apply(content).AsMemory()[..^End.Length];

    /// <summary>A whole mail.</summary>
    /// <param name="content">Lines that end with CRLF, the last one too or not.</param>
    public static byte[] Apply(ReadOnlySpan<byte> content)
    {
        var ended = content.EndsWith("\r\n"u8);
        var dots = (content.StartsWith("."u8) ? 1 : 0) + content.Count("\n."u8);
        var wire = new byte[content.Length + dots + (ended ? 3 : 5)];
        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '.' && (i == 0 || content[i - 1] == '\n'))
            {
                wire[length++] = (byte)'.';
            }

            wire[length++] = content[i];
        }

        (ended ? ".\r\n"u8 : "\r\n.\r\n"u8).CopyTo(wire.AsSpan(length));
        return wire;
    }
}
