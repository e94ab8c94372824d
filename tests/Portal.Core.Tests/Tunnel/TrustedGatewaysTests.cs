using System.Security.Cryptography.X509Certificates;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Portal.Core.Tunnel;
using Xunit;

namespace Portal.Core.Tests.Tunnel;

public sealed class TrustedGatewaysTests : IAsyncLifetime
{
    private readonly X509Certificate2 _one = Certificates.Rsa(2048);
    private readonly X509Certificate2 _two = Certificates.Rsa(2048);
    private Installation _installation = null!;

    public async Task InitializeAsync() => _installation = await Installation.StartAsync();

    public async Task DisposeAsync()
    {
        await _installation.DisposeAsync();
        _one.Dispose();
        _two.Dispose();
    }

    [Fact]
    public async Task At_first_none_is_trusted() => Assert.Empty(await ListAsync());

    [Fact]
    public async Task A_trusted_one_is_kept_without_its_private_half()
    {
        await TrustAsync("gateway", _one, outerHeaders: true);

        var gateway = Assert.Single(await ListAsync());
        Assert.Equal(
            ("gateway", "default", true, _installation.Clock.GetUtcNow()),
            (gateway.Name, gateway.Tenant, gateway.OuterHeaders, gateway.TrustedAt));
        using var kept = X509CertificateLoader.LoadCertificate(gateway.Certificate);
        Assert.Equal(_one.Thumbprint, kept.Thumbprint);
        Assert.True(_one.HasPrivateKey);
        Assert.False(kept.HasPrivateKey);
    }

    [Fact]
    public async Task The_same_name_again_replaces_the_certificate()
    {
        await TrustAsync("gateway", _one, outerHeaders: true);
        _installation.Clock.Move(TimeSpan.FromDays(1));

        await TrustAsync("gateway", _two);

        var gateway = Assert.Single(await ListAsync());
        Assert.Equal(_two.RawData, gateway.Certificate);
        Assert.False(gateway.OuterHeaders);
        Assert.Equal(_installation.Clock.GetUtcNow(), gateway.TrustedAt);
    }

    [Fact]
    public async Task A_further_certificate_stands_beside_the_first_and_changes_nothing_else()
    {
        await TrustAsync("gateway", _one, outerHeaders: true);

        Assert.True(await AddAsync("gateway", _two));
        Assert.True(await AddAsync("gateway", _two));
        Assert.False(await AddAsync("another", _two));

        var gateway = Assert.Single(await ListAsync());
        Assert.Equal([_one.Thumbprint, _two.Thumbprint], GatewayCertificates.Read(gateway.Certificate).Select(c => c.Thumbprint));
        Assert.Equal(("default", true), (gateway.Tenant, gateway.OuterHeaders));
    }

    [Fact]
    public async Task Where_a_further_one_comes_in_those_that_have_ended_go()
    {
        await TrustAsync("gateway", _one);
        _installation.Clock.Move(Certificates.End - _installation.Clock.GetUtcNow() + TimeSpan.FromDays(1));

        Assert.True(await AddAsync("gateway", _two));

        Assert.Equal(_two.RawData, Assert.Single(await ListAsync()).Certificate);
    }

    [Fact]
    public void Bytes_that_are_no_certificates_are_refused()
    {
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => GatewayCertificates.Read([.. _one.RawData, 0x30]));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => GatewayCertificates.Read([.. _one.RawData, 0x30, 0x00]));
    }

    [Fact]
    public async Task They_are_listed_by_name()
    {
        await TrustAsync("b", _one);
        await TrustAsync("c", _two);
        await TrustAsync("a", _one);

        Assert.Equal(["a", "b", "c"], (await ListAsync()).Select(g => g.Name));
    }

    [Fact]
    public async Task Trust_ends_for_the_named_one_alone()
    {
        await TrustAsync("a", _one);
        await TrustAsync("b", _two);

        Assert.True(await DistrustAsync("a"));
        Assert.False(await DistrustAsync("a"));
        Assert.False(await DistrustAsync("B"));

        Assert.Equal(["b"], (await ListAsync()).Select(g => g.Name));
    }

    private Task<IReadOnlyList<Gateway>> ListAsync() => _installation.Get<TrustedGateways>().ListAsync(CancellationToken.None);

    private Task TrustAsync(string name, X509Certificate2 certificate, bool outerHeaders = false) => _installation
        .Get<TrustedGateways>().TrustAsync(name, "default", certificate, outerHeaders, CancellationToken.None);

    private Task<bool> AddAsync(string name, X509Certificate2 certificate) =>
        _installation.Get<TrustedGateways>().AddAsync(name, certificate, CancellationToken.None);

    private Task<bool> DistrustAsync(string name) => _installation.Get<TrustedGateways>().DistrustAsync(name, CancellationToken.None);
}
