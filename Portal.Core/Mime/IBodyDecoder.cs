namespace Portal.Core.Mime;

/// <summary>Undoes a transfer encoding piece by piece. Never fails: what is not of the encoding is passed over or kept.</summary>
internal interface IBodyDecoder
{
    /// <summary>Decodes the next piece.</summary>
    /// <param name="encoded">The piece; its bytes may be overwritten.</param>
    /// <param name="decoded">Room for at least the piece's length and 2 KiB.</param>
    /// <param name="final">Whether this is the last piece.</param>
    /// <returns>Bytes written.</returns>
    int Decode(Span<byte> encoded, Span<byte> decoded, bool final);

    /// <summary>Begins anew.</summary>
    void Reset();
}
