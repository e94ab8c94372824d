using Portal.Core.Mime;
using Portal.Core.Smime;

namespace Portal.Ingest.Tunnel;

/// <summary>Opens a mail with the tunnel's own key.</summary>
internal sealed class OpenTunnel(TunnelKey key, TimeProvider time)
{
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
        return new TunnelReader([key], signers, time).OpenAsync(mail, destination, cancellationToken);
    }
}
