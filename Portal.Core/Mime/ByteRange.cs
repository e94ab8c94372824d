namespace Portal.Core.Mime;

/// <summary>A run of bytes in the stored content.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct ByteRange(long Start, long Length);
