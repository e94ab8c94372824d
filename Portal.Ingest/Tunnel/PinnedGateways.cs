using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Portal.Core.Smime;
using Portal.Core.Storage.Model;
using Portal.Core.Tunnel;

namespace Portal.Ingest.Tunnel;

/// <summary>The trusted gateways, at most a moment old, so that no mail waits for the database to learn them.</summary>
internal sealed class PinnedGateways(TrustedGateways gateways, IOptions<TunnelOptions> options, TimeProvider time)
{
    private volatile Snapshot? _snapshot;

    public async ValueTask<Snapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (_snapshot is { } known && time.GetElapsedTime(known.TakenAt, now) < options.Value.GatewayRefresh)
        {
            return known;
        }

        var list = await gateways.ListAsync(cancellationToken);
        if (_snapshot is { } old && old.Holds(list))
        {
            return _snapshot = old with { TakenAt = now };
        }

        return _snapshot = Snapshot.Of(list, now);
    }

    public sealed record Snapshot(
        IReadOnlyList<TrustedSigner> Signers, FrozenDictionary<string, Gateway> Gateways, long TakenAt)
    {
        public static Snapshot Of(IReadOnlyList<Gateway> list, long takenAt) => new(
            [.. list.SelectMany(g => GatewayCertificates.Read(g.Certificate).Select(c => new TrustedSigner(g.Name, c)))],
            list.ToFrozenDictionary(g => g.Name),
            takenAt);

        public bool Holds(IReadOnlyList<Gateway> list) => list.Count == Gateways.Count && list.All(g =>
            Gateways.TryGetValue(g.Name, out var known) && known.TrustedAt == g.TrustedAt
            && known.Certificate.AsSpan().SequenceEqual(g.Certificate)
            && known.KeyHash.AsSpan().SequenceEqual(g.KeyHash)
            && known.ClientCertificateHash.AsSpan().SequenceEqual(g.ClientCertificateHash));
    }
}
