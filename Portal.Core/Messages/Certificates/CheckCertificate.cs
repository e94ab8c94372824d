using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Certificates;

/// <summary>
/// Says whether mail for an address may be encrypted to a certificate: address, time, usage, key, and issuer where the tenant asks for one. Who has its key is
/// shown by the code in an encrypted mail. Nothing is ever fetched, and revocation lists are not asked.
/// </summary>
public sealed class CheckCertificate(TenantCatalog tenants, TimeProvider time)
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private const string AnyUsage = "2.5.29.37.0";

    /// <summary>What speaks against it, or null.</summary>
    public CertificateFault? FaultOf(X509Certificate2 certificate, string tenant, string address)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        try
        {
            return Look(certificate, tenant, address);
        }
        catch (CryptographicException)
        {
            return CertificateFault.Unreadable; // a key or an extension that is none shows only when it is asked for
        }
    }

    private CertificateFault? Look(X509Certificate2 certificate, string tenant, string address) =>
        !CertificateNames.Of(certificate).Contains(address) ? CertificateFault.OtherAddress
        : !IsValid(certificate) ? CertificateFault.NotValid
        : !IsForMail(certificate) ? CertificateFault.NotForMail
        : !EncryptToCertificate.CanEncrypt(certificate) ? CertificateFault.Key
        : !IsTrusted(certificate, tenants[tenant].OwnCertificateAuthorities) ? CertificateFault.Untrusted
        : null;

    private bool IsValid(X509Certificate2 certificate) =>
        certificate.NotBefore.ToUniversalTime() <= time.GetUtcNow().UtcDateTime && time.GetUtcNow().UtcDateTime < certificate.NotAfter.ToUniversalTime();

    // RFC 8550 §4.4.
    private static bool IsForMail(X509Certificate2 certificate)
    {
        var basic = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        using var rsa = certificate.GetRSAPublicKey();
        return basic?.CertificateAuthority != true
            && (usage is null || usage.KeyUsages.HasFlag(rsa is null ? X509KeyUsageFlags.KeyAgreement : X509KeyUsageFlags.KeyEncipherment))
            && (purposes is null || purposes.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value is EmailProtection or AnyUsage));
    }

    private bool IsTrusted(X509Certificate2 certificate, string authorities)
    {
        if (authorities.Length == 0)
        {
            return true;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(authorities);
        foreach (var authority in trusted)
        {
            (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        }

        return chain.Build(certificate);
    }
}
