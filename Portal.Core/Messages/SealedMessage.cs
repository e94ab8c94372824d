using Portal.Core.Mime;
using Portal.Core.Sealing;

namespace Portal.Core.Messages;

/// <summary>A message whose sealed bytes are on the disk. Only <see cref="MessageSealer"/> makes one.</summary>
public sealed class SealedMessage : IDisposable
{
    internal SealedMessage(Guid id, MessageKey key, Outline outline, long size)
    {
        Id = id;
        Key = key;
        Outline = outline;
        Size = size;
        Summary = SealedBytes.Seal(MessageSummary.Of(outline).ToBytes(), key, new SealingContext(SealedKind.Summary, id));
        SealedOutline = SealedBytes.Seal(OutlineJson.ToBytes(outline), key, new SealingContext(SealedKind.Outline, id));
    }

    /// <summary>The message; also the blob's name.</summary>
    public Guid Id { get; }

    /// <summary>Bytes of the plaintext.</summary>
    public long Size { get; }

    /// <summary>What was read of it after the signature had held.</summary>
    public Outline Outline { get; }

    internal MessageKey Key { get; }

    internal byte[] Summary { get; }

    internal byte[] SealedOutline { get; }

    /// <inheritdoc />
    public void Dispose() => Key.Dispose();
}
