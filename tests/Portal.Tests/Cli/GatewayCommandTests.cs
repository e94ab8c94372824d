using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class GatewayCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task A_key_is_printed_once_and_a_certificate_is_named_and_both_end()
    {
        var gateway = await OpenSslGateway.CreateAsync(_operator.Folder);
        (await _operator.RunAsync("tunnel", "trust", gateway.CertificateFile, "--name", "office")).Worked();
        var first = (await _operator.RunAsync("gateway", "key", "office")).Worked();
        var second = (await _operator.RunAsync("gateway", "key", "office")).Worked();
        Assert.Matches("^[A-Za-z0-9_-]{43}$", first.Output.Trim());
        Assert.NotEqual(first.Output, second.Output);
        Assert.Contains("cannot be shown again", first.Error, StringComparison.Ordinal);

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(gateway.CertificateFile);
        var named = (await _operator.RunAsync("gateway", "certificate", "office", gateway.CertificateFile)).Worked();
        Assert.Contains(certificate.GetCertHashString(HashAlgorithmName.SHA256), named.Output, StringComparison.Ordinal);
        (await _operator.RunAsync("gateway", "certificate", "office", gateway.KeyFile)).Failed(1, "cannot be read as a certificate");
        (await _operator.RunAsync("gateway", "close", "office")).Worked();
    }

    [Fact]
    public async Task A_gateway_that_is_not_trusted_gets_nothing()
    {
        var gateway = await OpenSslGateway.CreateAsync(_operator.Folder);
        (await _operator.RunAsync("gateway", "key", "nobody")).Failed(1, "No gateway is called 'nobody'");
        (await _operator.RunAsync("gateway", "certificate", "nobody", gateway.CertificateFile)).Failed(1, "No gateway is called 'nobody'");
        (await _operator.RunAsync("gateway", "close", "nobody")).Failed(1, "No gateway is called 'nobody'");
    }

    public void Dispose() => _operator.Dispose();
}
