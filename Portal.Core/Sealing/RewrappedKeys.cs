using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>Opens many readers' copies of one mailbox in a row, as a page of the inbox does, with the cipher set up once. One user at a time.</summary>
public sealed class RewrappedKeys : IDisposable
{
    private readonly AesGcm _aes;

    /// <summary>Takes the mailbox's symmetric key, 32 bytes, which may go once this has returned.</summary>
    public RewrappedKeys(ReadOnlySpan<byte> symmetricKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(symmetricKey.Length, 32, nameof(symmetricKey));
        _aes = new AesGcm(symmetricKey, SealedLayout.TagSize);
    }

    /// <summary>As <see cref="SealedMessageKey.OpenRewrapped(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Guid, Guid)"/>.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public MessageKey Open(ReadOnlySpan<byte> sealedKey, Guid mailboxId, Guid messageId) =>
        SealedMessageKey.OpenRewrapped(sealedKey, _aes, mailboxId, messageId);

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();
}
