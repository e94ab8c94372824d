using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages;

/// <summary>Starts to seal messages into the blob store.</summary>
public sealed class SealMessage(BlobFolder blobs)
{
    /// <summary>A sealer for one message. What is written into it reaches the disk only sealed.</summary>
    public MessageSealer Begin() => new(blobs);
}
