using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Storage;

namespace Portal.Core;

/// <summary>The TLS certificate of both doors: the operator's, or a self-made one for localhost.</summary>
public sealed class ServerCertificate
{
    private readonly Lazy<(X509Certificate2 Certificate, X509Certificate2Collection Chain)> _files;

    /// <summary>Names the files; they are read when they are first needed.</summary>
    public ServerCertificate(IOptions<PortalOptions> options, DataFolder data, TimeProvider time) => _files = new(() =>
        options.Value.CertificateFile.Length == 0
            ? (LocalhostCertificate.Ensure(data.Folder("tls"), time), [])
            : Read(options.Value.CertificateFile, options.Value.KeyFile));

    /// <summary>The certificate with its key.</summary>
    /// <exception cref="ServerCertificateException">The files cannot be used together.</exception>
    public X509Certificate2 Certificate => _files.Value.Certificate;

    /// <summary>What the certificate's file holds besides it: the intermediates that clients need.</summary>
    public X509Certificate2Collection Chain => _files.Value.Chain;

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(string certificateFile, string keyFile)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            return (certificate, [.. chain.Where(c => c.Thumbprint != certificate.Thumbprint)]);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ServerCertificateException(
                $"The TLS certificate '{certificateFile}' (Portal:CertificateFile) and key '{keyFile}' (Portal:KeyFile) cannot be used "
                + $"together: {error.Message}",
                error);
        }
    }
}

/// <summary>The TLS certificate cannot be used. The text names the files and the settings.</summary>
public sealed class ServerCertificateException(string message, Exception inner) : StartException(message, inner);
