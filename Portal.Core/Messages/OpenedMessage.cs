using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>A message whose owner is reading it. Dispose of it to wipe the message key; streams it opened must be done by then.</summary>
public sealed class OpenedMessage : IDisposable
{
    private readonly MessageKey _key;
    private readonly BlobFolder _blobs;
    private readonly Guid _messageId;

    internal OpenedMessage(MessageKey key, BlobFolder blobs, Guid messageId)
    {
        _key = key;
        _blobs = blobs;
        _messageId = messageId;
    }

    /// <summary>The delivery, as web addresses name it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox that it lies in.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The address it was delivered to.</summary>
    public required string MailboxAddress { get; init; }

    /// <summary>The name of the gateway that signed it.</summary>
    public required string Gateway { get; init; }

    /// <summary>When it was delivered.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was first opened, or null.</summary>
    public required DateTimeOffset? ReadAt { get; init; }

    /// <summary>When its owner last answered it, or null.</summary>
    public DateTimeOffset? RepliedAt { get; init; }

    /// <summary>When it goes for good, or null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether an operator holds it, so that nobody can delete it.</summary>
    public bool Held { get; init; }

    /// <summary>Where it lies.</summary>
    public required DeliveryFolder Folder { get; init; }

    /// <summary>Whether it is marked as unread.</summary>
    public required bool Unread { get; init; }

    /// <summary>Bytes of the stored plaintext.</summary>
    public required long Size { get; init; }

    /// <summary>What became of the receipt that its sender may have asked for.</summary>
    public ReceiptState Receipt { get; init; }

    /// <summary>Whether a machine sent it, or nobody who could be answered (an empty envelope sender).</summary>
    public bool Automatic { get; init; }

    /// <summary>Whether its sender wants no answers.</summary>
    public required bool NoReply { get; init; }

    /// <summary>Headers and parts, with where each begins and ends in <see cref="OpenStored"/>.</summary>
    public required Outline Outline { get; init; }

    /// <summary>Its place in the mailbox.</summary>
    internal long Position { get; init; }

    internal Guid MessageId => _messageId;

    /// <summary>The stored plaintext, seekable, decrypted as it is read.</summary>
    public Stream OpenStored() =>
        new OpeningStream(_blobs.OpenRead(_messageId), _key, new SealingContext(SealedKind.Message, _messageId));

    /// <summary>The mail itself, as it goes into an <c>.eml</c> file: seekable, without what wrapped it in the tunnel.</summary>
    public Stream OpenOriginal() => new StreamSlice(OpenStored(), Outline.MessageStart);

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
