using Portal.Core.Sealing;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Replies;

/// <summary>An encrypted mail that waits to leave.</summary>
/// <param name="BlobId">The blob with the outer mail's body.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="ContentType">The outer mail's Content-Type.</param>
public sealed record EncryptedReply(Guid BlobId, long Size, string ContentType);

/// <summary>Encrypts what leaves into a blob of its own, from blob to blob where it is a sealed message.</summary>
public sealed class EncryptReply(BlobFolder blobs, EncryptToGateway encrypt)
{
    /// <summary>Writes the encrypted mail, durably.</summary>
    /// <param name="message">What is sent.</param>
    /// <param name="gateway">Who can open it.</param>
    /// <param name="cancellationToken">Ends the work; nothing is kept then.</param>
    public async Task<EncryptedReply> EncryptAsync(SealedMessage message, GatewayTarget gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        await using var content = new OpeningStream(blobs.OpenRead(message.Id), message.Key, new SealingContext(SealedKind.Message, message.Id));
        return await EncryptAsync(content, gateway, cancellationToken);
    }

    /// <summary>The same for a message (RFC 5322) that lies nowhere, read to its end.</summary>
    public async Task<EncryptedReply> EncryptAsync(Stream message, GatewayTarget gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(gateway);
        await using var draft = blobs.Create();
        var type = await encrypt.WriteAsync(message, draft.Stream, gateway, cancellationToken);
        var (id, size) = (Guid.NewGuid(), draft.Stream.Length);
        await draft.CommitAsync(id, cancellationToken);
        return new EncryptedReply(id, size, type);
    }
}
