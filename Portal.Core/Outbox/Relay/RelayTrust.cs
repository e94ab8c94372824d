using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Outbox.Relay;

/// <summary>Whom we believe to be the relay.</summary>
internal static class RelayTrust
{
    /// <summary>The TLS settings for one connection.</summary>
    /// <param name="options">The relay's settings.</param>
    /// <param name="verified">Whether the certificate must be good; otherwise any will do, as against an eavesdropper only.</param>
    public static SslClientAuthenticationOptions Of(RelayOptions options, bool verified)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (!verified)
        {
            // RFC 7435: opportunistic security; a wrong certificate is still better than clear text.
#pragma warning disable CA5359
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.CertificateAuthorityFile.Length > 0)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Read(options.CertificateAuthorityFile));
        }

        return tls;
    }

    /// <summary>The certificates of a PEM file.</summary>
    public static X509Certificate2Collection Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates;
    }
}
