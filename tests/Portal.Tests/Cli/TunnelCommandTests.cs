using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class TunnelCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task A_gateway_is_trusted_listed_replaced_and_distrusted()
    {
        var first = await OpenSslGateway.CreateAsync(_operator.Folder, "first");
        var second = await OpenSslGateway.CreateAsync(_operator.Folder, "second", "ec:" + await CurveAsync());
        var none = (await _operator.RunAsync("tunnel", "list")).Worked();
        Assert.Contains("tunnel trust FILE --name NAME", none.Error, StringComparison.Ordinal);
        Assert.Empty(none.Output);

        (await _operator.RunAsync("tunnel", "trust", first.CertificateFile, "--name", "office")).Worked();
        var listed = (await _operator.RunAsync("tunnel", "list")).Worked();
        Assert.Equal(["office", "default"], listed.Output.Split('\t')[..2]);
        Assert.Contains(Fingerprint(first.CertificateFile), listed.Output, StringComparison.Ordinal);
        Assert.Contains("signed headers", listed.Output, StringComparison.Ordinal);

        (await _operator.RunAsync("tunnel", "trust", second.CertificateFile, "--name", "office", "--outer-headers")).Worked();
        listed = (await _operator.RunAsync("tunnel", "list")).Worked();
        Assert.Contains(Fingerprint(second.CertificateFile), Assert.Single(listed.Output.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("outer headers", listed.Output, StringComparison.Ordinal);

        (await _operator.RunAsync("tunnel", "distrust", "office")).Worked();
        (await _operator.RunAsync("tunnel", "distrust", "office")).Failed(1, "No gateway is called 'office'");
        Assert.Empty((await _operator.RunAsync("tunnel", "list")).Worked().Output);
    }

    [Fact]
    public async Task A_gateways_next_certificate_is_trusted_beside_the_present_one()
    {
        var first = await OpenSslGateway.CreateAsync(_operator.Folder, "first");
        var second = await OpenSslGateway.CreateAsync(_operator.Folder, "second");
        (await _operator.RunAsync("tunnel", "trust", second.CertificateFile, "--name", "office", "--add")).Failed(1, "No gateway is called 'office' yet");

        (await _operator.RunAsync("tunnel", "trust", first.CertificateFile, "--name", "office")).Worked();
        (await _operator.RunAsync("tunnel", "trust", second.CertificateFile, "--name", "office", "--add")).Worked();

        var listed = (await _operator.RunAsync("tunnel", "list")).Worked().Output.Trim().Split('\n');
        Assert.Equal(2, listed.Length);
        Assert.Contains(Fingerprint(first.CertificateFile), listed[0], StringComparison.Ordinal);
        Assert.Contains(Fingerprint(second.CertificateFile), listed[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_portals_certificate_is_printed_for_the_gateway()
    {
        var seen = (await _operator.RunAsync("tunnel", "certificate")).Worked();
        using var certificate = X509Certificate2.CreateFromPem(seen.Output);
        Assert.Equal(3072, certificate.GetRSAPublicKey()!.KeySize);
        Assert.DoesNotContain("PRIVATE", seen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_trusted_is_named_with_its_reason()
    {
        var good = await OpenSslGateway.CreateAsync(_operator.Folder);
        await File.WriteAllTextAsync(_operator.File("text.crt"), "no certificate");
        var small = await OpenSslGateway.CreateAsync(_operator.Folder, "small", "rsa:1024");
        var past = _operator.File("past.crt");
        await File.WriteAllTextAsync(past, Past());

        (await TrustAsync(_operator.File("text.crt"))).Failed(1, "text.crt", "cannot be read as a certificate");
        (await TrustAsync(_operator.File("nowhere.crt"))).Failed(1, "nowhere.crt", "cannot be read as a certificate");
        (await TrustAsync(_operator.Folder)).Failed(1, "cannot be read as a certificate");
        (await TrustAsync(good.KeyFile)).Failed(1, "gateway.key", "cannot be read as a certificate");
        (await TrustAsync(past)).Failed(1, "past.crt", "ended on 2021-01-01");
        (await TrustAsync(small.CertificateFile)).Failed(1, "1024 bits", "2048");
        (await _operator.RunAsync("tunnel", "trust", good.CertificateFile, "--name", "office", "--tenant", "other")).Failed(1, "no tenant 'other'");
        Assert.Empty((await _operator.RunAsync("tunnel", "list")).Worked().Output);
    }

    public void Dispose() => _operator.Dispose();

    private static string Fingerprint(string file)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static string Past()
    {
        using var key = RSA.Create(2048);
        using var ended = new CertificateRequest("CN=past", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return ended.ExportCertificatePem();
    }

    // OpenSSL takes the parameters of a curve from a file.
    private async Task<string> CurveAsync()
    {
        var file = _operator.File("p256.pem");
        await Tool.RunAsync("openssl", ["ecparam", "-name", "prime256v1", "-out", file]);
        return file;
    }

    private Task<Seen> TrustAsync(string file) => _operator.RunAsync("tunnel", "trust", file, "--name", "office");
}
