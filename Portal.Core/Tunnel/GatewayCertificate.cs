using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Tunnel;

/// <summary>Which certificates may be pinned.</summary>
public static class GatewayCertificate
{
    private const int SmallestRsaKey = 2048;
    // P-256, P-384, P-521 (RFC 5480 §2.1.1.1). Others are as long, so the size alone says nothing.
    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    /// <summary>What speaks against the certificate, as a sentence, or null.</summary>
    public static string? WhatIsWrong(X509Certificate2 certificate, TimeProvider time)
    {
        if (certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime)
        {
            return $"it ended on {certificate.NotAfter:yyyy-MM-dd}.";
        }

        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return (rsa, ecdsa) switch
        {
            ({ KeySize: < SmallestRsaKey }, _) => $"its RSA key has {rsa.KeySize} bits; at least {SmallestRsaKey} are needed.",
            (null, null) => "its key is neither RSA nor ECDSA.",
            (_, not null) when !Curves.Contains(ecdsa.ExportParameters(false).Curve.Oid.Value) => "its curve is none of P-256, P-384 and P-521.",
            _ => null,
        };
    }

    /// <summary>What speaks against encrypting to the certificate now, as a sentence, or null (RFC 8550 §4.4.2).</summary>
    public static string? WhatHindersEncryption(X509Certificate2 certificate, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(time);
        if (WhatIsWrong(certificate, time) is { } wrong)
        {
            return wrong;
        }

        if (certificate.NotBefore.ToUniversalTime() > time.GetUtcNow().UtcDateTime)
        {
            return $"it begins on {certificate.NotBefore:yyyy-MM-dd}.";
        }

        using var rsa = certificate.GetRSAPublicKey();
        using var ecdh = certificate.GetECDiffieHellmanPublicKey();
        if (rsa is null && ecdh?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != Curves[0])
        {
            return "only RSA and P-256 can be encrypted to.";
        }

        var needed = rsa is null ? X509KeyUsageFlags.KeyAgreement : X509KeyUsageFlags.KeyEncipherment;
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        return usage is null || usage.KeyUsages.HasFlag(needed)
            ? null
            : $"its key usage does not have {(rsa is null ? "keyAgreement" : "keyEncipherment")}: it is for signing alone.";
    }
}
