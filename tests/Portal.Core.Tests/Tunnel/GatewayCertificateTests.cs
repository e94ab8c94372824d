using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Tests.Storage;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Tunnel;

public sealed class GatewayCertificateTests
{
    private readonly SettableClock _clock = new();

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void Rsa_of_at_least_2048_bits_is_good(int bits) => Assert.Null(WhatIsWrong(Certificates.Rsa(bits)));

    [Fact]
    public void Shorter_rsa_is_refused_with_its_size()
    {
        var wrong = WhatIsWrong(Certificates.Rsa(1024));

        Assert.Contains("1024", wrong, StringComparison.Ordinal);
        Assert.Contains("2048", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void The_curves_of_nist_are_good(string curve) => Assert.Null(WhatIsWrong(Certificates.Ec(ECCurve.CreateFromFriendlyName(curve))));

    [Theory]
    [InlineData("1.3.36.3.3.2.8.1.1.7")] // brainpoolP256r1
    [InlineData("1.3.132.0.10")] // secp256k1
    public void Other_curves_are_refused_though_they_are_as_long(string oid) =>
        Assert.Contains("P-256", WhatIsWrong(Certificates.Ec(ECCurve.CreateFromValue(oid))), StringComparison.Ordinal);

    [Fact]
    public async Task A_key_that_neither_product_nor_gateway_signs_with_is_refused()
    {
        using var folder = new TempFolder();
        await Tool.RunAsync("openssl", [
            "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "300", "-subj", "/CN=gateway",
            "-keyout", folder.File("key"), "-out", folder.File("crt")]);

        Assert.Contains("neither RSA nor ECDSA", WhatIsWrong(X509CertificateLoader.LoadCertificateFromFile(folder.File("crt"))), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_good_until_the_day_it_ends()
    {
        using var certificate = Certificates.Rsa(2048);
        _clock.Move(Certificates.End - _clock.GetUtcNow());
        Assert.Null(GatewayCertificate.WhatIsWrong(certificate, _clock));

        _clock.Move(TimeSpan.FromSeconds(1));

        Assert.Contains("2027-01-01", GatewayCertificate.WhatIsWrong(certificate, _clock), StringComparison.Ordinal);
    }

    private string? WhatIsWrong(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return GatewayCertificate.WhatIsWrong(certificate, _clock);
        }
    }
}
