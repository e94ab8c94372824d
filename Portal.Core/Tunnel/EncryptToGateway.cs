using Microsoft.Extensions.Options;
using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>
/// The tunnel outwards: signs a message with the portal's key and encrypts it to the gateway (RFC 8551 §3.7) while it streams. All of the message is inside, as
/// message/rfc822, so that none of its header fields is left outside (RFC 8551 §3.1).
/// </summary>
public sealed class EncryptToGateway(SigningKey signing, IOptions<TunnelOptions> options, TimeProvider time)
{
    private static readonly byte[] Wrapper = [.. "Content-Type: message/rfc822\r\n\r\n"u8];

    /// <summary>Writes the outer mail's body: base64 in lines of 76 characters that end in CRLF, none of which begins with a dot.</summary>
    /// <param name="message">The message (RFC 5322), its lines ending in CRLF; read to its end.</param>
    /// <param name="destination">Where the body goes.</param>
    /// <param name="gateway">Who can open it.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The outer mail's Content-Type.</returns>
    public async Task<string> WriteAsync(Stream message, Stream destination, GatewayTarget gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(gateway);
        var writer = new TunnelWriterOptions
        {
            Signer = signing.Key,
            Recipients = [gateway.Certificate],
            Encryption = options.Value.Encryption,
            Oaep = options.Value.Oaep,
        };
        await using var entity = new LeadingStream(Wrapper, message);
        await new TunnelWriter(time).WriteAsync(entity, destination, writer, cancellationToken);
        return TunnelWriter.ContentType(writer);
    }
}
