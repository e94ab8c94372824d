namespace Portal.Core.Sealing;

/// <summary>
/// The one encoding of every context string: <c>"portal/1/" ‖ name ‖ 0x00 ‖ ids</c>. Names hold no NUL, so two different
/// contexts never have the same bytes; ids are 16 bytes each, in the order in which a Guid is printed.
/// </summary>
internal static class InfoBytes
{
    public const int IdSize = 16;

    public const int MaxSize = 128;

    private static ReadOnlySpan<byte> Prefix => "portal/1/"u8;

    public static byte[] Of(ReadOnlySpan<byte> name, params ReadOnlySpan<Guid> ids)
    {
        var info = new byte[Prefix.Length + name.Length + 1 + (ids.Length * IdSize)];
        Write(info, name, ids);
        return info;
    }

    public static int Write(Span<byte> destination, ReadOnlySpan<byte> name, params ReadOnlySpan<Guid> ids)
    {
        Prefix.CopyTo(destination);
        var at = Prefix.Length;
        name.CopyTo(destination[at..]);
        at += name.Length;
        destination[at++] = 0;
        foreach (var id in ids)
        {
            WriteId(id, destination[at..]);
            at += IdSize;
        }

        return at;
    }

    public static void WriteId(Guid id, Span<byte> destination)
    {
        if (!id.TryWriteBytes(destination, bigEndian: true, out _))
        {
            throw new ArgumentException("An id needs 16 bytes.", nameof(destination));
        }
    }
}
