using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Tunnel;

/// <summary>The gateway that takes what leaves.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Certificate">What is encrypted to.</param>
public sealed record GatewayTarget(string Name, X509Certificate2 Certificate) : IDisposable
{
    /// <summary>Disposes of the certificate.</summary>
    public void Dispose() => Certificate.Dispose();
}
