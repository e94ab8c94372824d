using Microsoft.Extensions.Options;
using Portal.Core.Tunnel;

namespace Portal.Ingest.Tunnel;

/// <summary>Tells which mails were signed so long ago that no gateway can still have them in its queue.</summary>
internal sealed class SigningWindow(IOptions<TunnelOptions> options, TimeProvider time)
{
    /// <summary>Whether it is over for a mail. One whose signature names no time counts as signed now, as it does for the signer's certificate.</summary>
    public bool IsOver(DateTimeOffset? signedAt) =>
        options.Value.MaxSignatureAge > TimeSpan.Zero && time.GetUtcNow() - signedAt > options.Value.MaxSignatureAge;
}
