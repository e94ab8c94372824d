namespace Portal.Core.Sealing;

/// <summary>
/// What a stream is and whose it is. Bound into the stream key as HKDF's info, so that a stream put in another's place does not open.
/// </summary>
/// <param name="Kind">What the stream holds.</param>
/// <param name="ObjectId">The message or transfer that it belongs to.</param>
public readonly record struct SealingContext(SealedKind Kind, Guid ObjectId)
{
    /// <summary>The info bytes: <c>"portal/1/" ‖ kind ‖ 0x00 ‖ object id</c> (16 bytes, big-endian).</summary>
    public byte[] ToInfo() => InfoBytes.Of(Name, ObjectId);

    internal int WriteInfo(Span<byte> destination) => InfoBytes.Write(destination, Name, ObjectId);

    private ReadOnlySpan<byte> Name => Kind switch
    {
        SealedKind.Message => "message"u8,
        SealedKind.Outline => "outline"u8,
        SealedKind.Summary => "summary"u8,
        SealedKind.File => "file"u8,
        SealedKind.Draft => "draft/content"u8,
        SealedKind.DraftFile => "draft/file"u8,
        SealedKind.DraftName => "draft/name"u8,
        _ => throw new InvalidOperationException("There is no such kind of sealed stream."),
    };
}
