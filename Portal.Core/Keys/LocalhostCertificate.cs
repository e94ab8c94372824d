using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Keys;

/// <summary>The self-signed TLS certificate with which a fresh portal can be tried on the machine it runs on.</summary>
public static class LocalhostCertificate
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Reads the certificate from <paramref name="folder"/>; makes a new one where it is missing or about to end.</summary>
    /// <param name="folder">An existing folder of mode 0700.</param>
    /// <param name="time">The clock.</param>
    public static X509Certificate2 Ensure(string folder, TimeProvider time)
    {
        var (certificateFile, keyFile) = (Path.Combine(folder, "localhost.crt"), Path.Combine(folder, "localhost.key"));
        if (Read(certificateFile, keyFile) is { } existing)
        {
            if (existing.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime + RenewBefore)
            {
                return existing;
            }

            existing.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Create(key, time.GetUtcNow());
        Write(keyFile, key.ExportPkcs8PrivateKeyPem());
        Write(certificateFile, certificate.ExportCertificatePem());
        return certificate;
    }

    // A pair that does not fit, because the machine died between the two files, is made anew like a missing one.
    private static X509Certificate2? Read(string certificateFile, string keyFile)
    {
        try
        {
            return File.Exists(certificateFile) && File.Exists(keyFile) ? X509Certificate2.CreateFromPemFile(certificateFile, keyFile) : null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static X509Certificate2 Create(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request.CreateSelfSigned(now.AddHours(-1), now + Lifetime);
    }

    private static void Write(string path, string text)
    {
        var draft = path + ".new";
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
