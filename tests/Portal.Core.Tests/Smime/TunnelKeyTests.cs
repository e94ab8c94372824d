using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

public sealed class TunnelKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(TunnelKeyAlgorithm.Rsa2048, 2048, X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(TunnelKeyAlgorithm.Rsa3072, 3072, X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(TunnelKeyAlgorithm.P256, 256, X509KeyUsageFlags.KeyAgreement)]
    public void A_new_key_has_a_certificate_for_its_use_and_survives_its_files(TunnelKeyAlgorithm algorithm, int bits, X509KeyUsageFlags use)
    {
        var folder = Directory.CreateTempSubdirectory("portal-key-").FullName;
        try
        {
            var (certificateFile, keyFile) = (Path.Combine(folder, "tunnel.pem"), Path.Combine(folder, "tunnel.key"));
            using var made = TunnelKey.Create(algorithm, "portal, of \"Example\"", new FixedClock(Now));
            made.Save(certificateFile, keyFile);
            using var loaded = TunnelKey.Load(certificateFile, keyFile);

            Assert.Equal(made.Certificate.RawData, loaded.Certificate.RawData);
            Assert.Equal(bits, loaded.Rsa?.KeySize ?? loaded.Ecdh!.KeySize);
            Assert.Equal(use | X509KeyUsageFlags.DigitalSignature, loaded.Certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
            Assert.Single(loaded.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>());
            Assert.Equal("portal, of \"Example\"", loaded.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
            Assert.InRange(Now.UtcDateTime, loaded.Certificate.NotBefore.ToUniversalTime(), loaded.Certificate.NotAfter.ToUniversalTime());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keyFile));
            Assert.Throws<IOException>(() => made.Save(certificateFile, keyFile));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_key_that_is_too_small_or_missing_is_refused()
    {
        using var rsa = RSA.Create(1024);
        var request = new CertificateRequest("CN=small", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var small = request.CreateSelfSigned(Now, Now.AddDays(1));
        using var made = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", new FixedClock(Now));
        using var withoutKey = X509CertificateLoader.LoadCertificate(made.Certificate.RawData);

        Assert.Throws<ArgumentException>(() => new TunnelKey(small));
        Assert.Throws<ArgumentException>(() => new TunnelKey(withoutKey));
    }

    [Fact]
    public async Task One_key_opens_many_mails_at_once()
    {
        using var gateway = TunnelKey.Create(TunnelKeyAlgorithm.P256, "gateway", TimeProvider.System);
        using var portal = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "portal", TimeProvider.System);
        var options = new TunnelWriterOptions { Signer = gateway, Recipients = [portal.Certificate] };
        using var body = new MemoryStream();
        await new TunnelWriter(TimeProvider.System).WriteAsync(new MemoryStream(Mails.Rfc822), body, options, default);
        var reader = new TunnelReader([portal], [new TrustedSigner("gateway", gateway.Certificate)], TimeProvider.System);

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await reader.OpenAsync(
            new TunnelMail { ContentType = TunnelWriter.ContentType(options), ContentTransferEncoding = "base64", Body = new MemoryStream(body.ToArray()) },
            Stream.Null,
            default))));

        Assert.All(results, r => Assert.IsType<TunnelResult.Opened>(r));
    }
}
