namespace Portal.Core.Smime;

/// <summary>Bounds of everything that is held in memory while a mail streams through.</summary>
internal static class Limits
{
    /// <summary>Bytes read from the body at once, and about the most that one stage hands to the next. With the room that each
    /// stage adds it stays below 64 KiB, the size that the pool has.</summary>
    public const int Chunk = 56 * 1024;

    /// <summary>Bytes of one CMS structure without its content octets, and of a detached signature part.</summary>
    public const int Metadata = 1024 * 1024;

    /// <summary>Nesting of BER values (real ones stay below fifteen).</summary>
    public const int Depth = 32;

    /// <summary>Bytes of the header that opens the decrypted entity, of a line in a multipart, and of a preamble.</summary>
    public const int Header = 64 * 1024;
}
