using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Portal.Core.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void The_file_gives_the_certificate_and_the_chain_that_clients_need()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Issue("CN=Authority", authorityKey, null);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Issue("CN=portal.example.com", key, authority);

        var certificate = Read(leaf.ExportCertificatePem() + "\n" + authority.ExportCertificatePem(), key);

        Assert.Equal(leaf.Thumbprint, certificate.Certificate.Thumbprint);
        Assert.True(certificate.Certificate.HasPrivateKey);
        Assert.Equal(authority.Thumbprint, Assert.Single(certificate.Chain).Thumbprint);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused_with_both_files_and_settings()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Issue("CN=portal.example.com", key, null);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var error = Assert.Throws<ServerCertificateException>(() => Read(leaf.ExportCertificatePem(), other));

        Assert.All(
            [_folder.File("tls.crt"), _folder.File("tls.key"), "Portal:CertificateFile", "Portal:KeyFile"],
            text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_holds_no_certificate_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Throws<ServerCertificateException>(() => Read("no PEM at all", key));
    }

    public void Dispose() => _folder.Dispose();

    private (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(string pem, ECDsa key)
    {
        File.WriteAllText(_folder.File("tls.crt"), pem);
        File.WriteAllText(_folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
        var options = Options.Create(new PortalOptions { CertificateFile = _folder.File("tls.crt"), KeyFile = _folder.File("tls.key") });
        var read = new ServerCertificate(options, new DataFolder(_folder.Path), TimeProvider.System);
        return (read.Certificate, read.Chain);
    }

    private static X509Certificate2 Issue(string name, ECDsa key, X509Certificate2? issuer)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return issuer is null
            ? request.CreateSelfSigned(now.AddHours(-1), now.AddDays(10))
            : request.Create(issuer, now.AddHours(-1), now.AddDays(9), [1, 2, 3]);
    }
}
