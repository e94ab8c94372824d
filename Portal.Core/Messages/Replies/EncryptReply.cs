using Microsoft.Extensions.Options;
using Portal.Core.Sealing;
using Portal.Core.Smime;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Replies;

/// <summary>An encrypted mail that waits to leave.</summary>
/// <param name="BlobId">The blob with the outer mail's body.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="ContentType">The outer mail's Content-Type.</param>
public sealed record EncryptedReply(Guid BlobId, long Size, string ContentType);

/// <summary>
/// Signs a sealed message with the portal's key and encrypts it to the gateway (RFC 8551 §3.7), from blob to blob. All of the message is inside, as message/rfc822,
/// so that none of its header fields is left outside (RFC 8551 §3.1).
/// </summary>
public sealed class EncryptReply(BlobFolder blobs, SigningKey signing, IOptions<TunnelOptions> options, TimeProvider time)
{
    private static readonly byte[] Wrapper = [.. "Content-Type: message/rfc822\r\n\r\n"u8];

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
        var writer = new TunnelWriterOptions
        {
            Signer = signing.Key,
            Recipients = [gateway.Certificate],
            Encryption = options.Value.Encryption,
            Oaep = options.Value.Oaep,
        };
        await using var draft = blobs.Create();
        await using var entity = new LeadingStream(Wrapper, message);
        await new TunnelWriter(time).WriteAsync(entity, draft.Stream, writer, cancellationToken);
        var (id, size) = (Guid.NewGuid(), draft.Stream.Length);
        await draft.CommitAsync(id, cancellationToken);
        return new EncryptedReply(id, size, TunnelWriter.ContentType(writer));
    }
}
