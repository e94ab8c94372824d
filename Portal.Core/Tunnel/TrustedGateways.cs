using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tunnel;

/// <summary>The gateways that an operator has trusted.</summary>
public sealed class TrustedGateways(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<Gateway>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Gateways.OrderBy(g => g.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Trusts a gateway from now on. The same name again replaces its certificate; what opens the HTTP door to it stays, and what is encrypted to.</summary>
    /// <param name="name">The operator's name for it.</param>
    /// <param name="tenant">The tenant whose mail it hands over.</param>
    /// <param name="certificate">The certificate it signs with; its private half is not needed.</param>
    /// <param name="outerHeaders">Whether header fields outside the signature count where the inside has none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task TrustAsync(
        string name, string tenant, X509Certificate2 certificate, bool outerHeaders, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var known = await context.Gateways.SingleOrDefaultAsync(g => g.Name == name, cancellationToken);
        await context.Gateways.Where(g => g.Name == name).ExecuteDeleteAsync(cancellationToken);
        context.Add(new Gateway
        {
            Name = name,
            Tenant = tenant,
            Certificate = certificate.RawData,
            EncryptionCertificate = known?.EncryptionCertificate,
            OuterHeaders = outerHeaders,
            TrustedAt = time.GetUtcNow(),
            KeyHash = known?.KeyHash,
            ClientCertificateHash = known?.ClientCertificateHash,
        });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Trusts one more certificate of a gateway, beside those it has: the overlap while it changes from one to the next.</summary>
    /// <param name="name">The gateway's name.</param>
    /// <param name="certificate">The certificate it is going to sign with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether there is a gateway of that name.</returns>
    public async Task<bool> AddAsync(string name, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var stored = await context.Gateways.Where(g => g.Name == name).Select(g => g.Certificate).SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            return false;
        }

        var both = GatewayCertificates.With(stored, certificate, time.GetUtcNow());
        await context.Gateways.Where(g => g.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.Certificate, both), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Names the certificate to encrypt to when something leaves through a gateway, instead of the one that it signs with.</summary>
    /// <param name="name">The gateway's name.</param>
    /// <param name="certificate">The certificate, or null for the one that it signs with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether there is a gateway of that name.</returns>
    public async Task<bool> EncryptAsync(string name, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var stored = certificate?.RawData;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Gateways.Where(g => g.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.EncryptionCertificate, stored), cancellationToken) > 0;
    }

    /// <summary>Ends the trust in a gateway.</summary>
    /// <returns>Whether there was one of that name.</returns>
    public async Task<bool> DistrustAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Gateways.Where(g => g.Name == name).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
