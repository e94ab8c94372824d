using Portal.Core.Smime;

namespace Portal.Fuzz;

/// <summary>Keys for one run. They need not be the same again: a finding's input is kept as it was.</summary>
internal sealed class FuzzKeys : IDisposable
{
    public TunnelKey Portal { get; } = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=portal", TimeProvider.System);

    public TunnelKey PortalEc { get; } = TunnelKey.Create(TunnelKeyAlgorithm.P256, "CN=portal ec", TimeProvider.System);

    public TunnelKey Gateway { get; } = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=gateway", TimeProvider.System);

    public TunnelReader Reader() => new([Portal, PortalEc], [new TrustedSigner("gateway", Gateway.Certificate)], TimeProvider.System);

    public void Dispose()
    {
        Portal.Dispose();
        PortalEc.Dispose();
        Gateway.Dispose();
    }
}
