using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>The self-signed certificate of a new tunnel key (RFC 5280 §4.2, RFC 8550 §4.4).</summary>
internal static class TunnelCertificate
{
    private const int Years = 10;
    private const int SerialBytes = 16;

    public static X509Certificate2 Create(TunnelKeyAlgorithm algorithm, string subject, DateTimeOffset now)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(subject);
        var name = builder.Build();
        if (algorithm == TunnelKeyAlgorithm.P256)
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest(name, ecdsa, HashAlgorithmName.SHA256);
            using var issued = Issue(request, X509SignatureGenerator.CreateForECDsa(ecdsa), X509KeyUsageFlags.KeyAgreement, now);
            return issued.CopyWithPrivateKey(ecdsa);
        }

        using var rsa = RSA.Create(RsaBits(algorithm));
        var rsaRequest = new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var generator = X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
        using var certificate = Issue(rsaRequest, generator, X509KeyUsageFlags.KeyEncipherment, now);
        return certificate.CopyWithPrivateKey(rsa);
    }

    private static X509Certificate2 Issue(
        CertificateRequest request, X509SignatureGenerator generator, X509KeyUsageFlags encryption, DateTimeOffset now)
    {
        var usage = encryption | X509KeyUsageFlags.DigitalSignature;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40); // positive and of full length
        return request.Create(request.SubjectName, generator, now.AddHours(-1), now.AddYears(Years), serial);
    }

    private static int RsaBits(TunnelKeyAlgorithm algorithm) => algorithm switch
    {
        TunnelKeyAlgorithm.Rsa2048 => 2048,
        TunnelKeyAlgorithm.Rsa4096 => 4096,
        _ => 3072,
    };
}
