using Microsoft.Extensions.Options;
using Portal.Core.Mime;
using Portal.Core.Smime;
using Portal.Core.Tunnel;

namespace Portal.Ingest.Tunnel;

/// <summary>Opens a mail with the tunnel's own key.</summary>
internal sealed class OpenTunnel(TunnelKey key, IOptions<TunnelOptions> options, TimeProvider time)
{
    private volatile Reading? _reading;

    public ValueTask<TunnelResult> OpenAsync(
        HeaderBlock outer, Stream body, IReadOnlyList<TrustedSigner> signers, Stream destination, CancellationToken cancellationToken)
    {
        // Two fields of one name mean that two programs may read two different mails.
        if (outer.Count("Content-Type") > 1 || outer.Count("Content-Transfer-Encoding") > 1)
        {
            return new(new TunnelResult.Refused(TunnelRefusal.Malformed));
        }

        var mail = new TunnelMail
        {
            ContentType = outer["Content-Type"],
            ContentTransferEncoding = outer["Content-Transfer-Encoding"],
            Body = body,
        };
        return ReaderFor(signers).OpenAsync(mail, destination, cancellationToken);
    }

    // One reader for as long as the same gateways are pinned; a mail is judged by one list from its beginning to its end.
    private TunnelReader ReaderFor(IReadOnlyList<TrustedSigner> signers)
    {
        if (_reading is { } known && ReferenceEquals(known.Signers, signers))
        {
            return known.Reader;
        }

        var reader = new TunnelReader([key], signers, time)
        {
            AuthenticatedEncryptionOnly = options.Value.AuthenticatedEncryptionOnly,
        };
        _reading = new Reading(signers, reader);
        return reader;
    }

    private sealed record Reading(IReadOnlyList<TrustedSigner> Signers, TunnelReader Reader);
}
