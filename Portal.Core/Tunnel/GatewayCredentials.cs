using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tunnel;

/// <summary>What opens the HTTP door to a gateway: a bearer key, a TLS client certificate, or either.</summary>
public sealed class GatewayCredentials(IDbContextFactory<PortalContext> contexts)
{
    private const int KeyBytes = 32;

    /// <summary>Makes a key for a gateway; one that it had before ends.</summary>
    /// <param name="name">The gateway's name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The key (256 random bits, base64url), which is kept nowhere; null where no gateway has the name.</returns>
    public async Task<string?> MakeKeyAsync(string name, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var hash = KeyHash(key);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = await context.Gateways.Where(g => g.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.KeyHash, hash), cancellationToken);
        return changed > 0 ? key : null;
    }

    /// <summary>Names the certificate that a gateway shows in TLS; one that it had before ends.</summary>
    /// <returns>Whether a gateway has the name.</returns>
    public async Task<bool> NameCertificateAsync(string name, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var hash = CertificateHash(certificate);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Gateways.Where(g => g.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.ClientCertificateHash, hash), cancellationToken) > 0;
    }

    /// <summary>Ends both: the HTTP door is closed to the gateway.</summary>
    /// <returns>Whether a gateway has the name.</returns>
    public async Task<bool> EndAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Gateways.Where(g => g.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(g => g.KeyHash, (byte[]?)null).SetProperty(g => g.ClientCertificateHash, (byte[]?)null),
            cancellationToken) > 0;
    }

    /// <summary>Whether a key is the gateway's. A random key of 256 bits needs no slow hash: there is nothing to guess.</summary>
    public static bool IsKeyOf(Gateway gateway, string key) =>
        gateway.KeyHash is { } known && CryptographicOperations.FixedTimeEquals(known, KeyHash(key));

    /// <summary>Whether a certificate is the gateway's. Its owner has proved in the handshake to have the key.</summary>
    public static bool IsCertificateOf(Gateway gateway, X509Certificate2 certificate) =>
        gateway.ClientCertificateHash is { } known && CryptographicOperations.FixedTimeEquals(known, CertificateHash(certificate));

    private static byte[] KeyHash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static byte[] CertificateHash(X509Certificate2 certificate) => SHA256.HashData(certificate.RawData);
}
