using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tunnel;

/// <summary>Finds the gateway that takes what leaves, and the certificate to encrypt to.</summary>
public sealed class FindGatewayTarget(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>The gateway of that name if it is still trusted, else the tenant's that was trusted last: a company has its mail taken by whatever gateway it has now.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The gateway that handed the answered mail over, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The caller disposes of it; null where no gateway of the tenant has a certificate that can be encrypted to now.</returns>
    public async Task<GatewayTarget?> FindAsync(string tenant, string? name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var gateways = await context.Gateways.Where(g => g.Tenant == tenant).ToListAsync(cancellationToken);
        return gateways.OrderByDescending(g => g.Name == name).ThenByDescending(g => g.TrustedAt).Select(TargetOf).FirstOrDefault(t => t is not null);
    }

    // The one that was named for it; else the newest of those that it signs with, which most gateways are encrypted to as well.
    private GatewayTarget? TargetOf(Gateway gateway)
    {
        GatewayTarget? target = null;
        foreach (var certificate in CertificatesOf(gateway))
        {
            if (target is null && GatewayCertificate.WhatHindersEncryption(certificate, time) is null)
            {
                target = new GatewayTarget(gateway.Name, certificate);
            }
            else
            {
                certificate.Dispose();
            }
        }

        return target;
    }

    private static IEnumerable<X509Certificate2> CertificatesOf(Gateway gateway)
    {
        try
        {
            return gateway.EncryptionCertificate is { } named
                ? [X509CertificateLoader.LoadCertificate(named)]
                : GatewayCertificates.Read(gateway.Certificate).Reverse();
        }
        catch (CryptographicException)
        {
            return []; // the row is damaged: another gateway may do
        }
    }
}
