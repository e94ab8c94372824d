using System.Security.Cryptography.X509Certificates;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Portal.Core.Tunnel;
using Xunit;

namespace Portal.Core.Tests.Tunnel;

public sealed class GatewayCredentialsTests : IAsyncLifetime
{
    private readonly X509Certificate2 _one = Certificates.Rsa(2048);
    private readonly X509Certificate2 _two = Certificates.Rsa(2048);
    private Installation _installation = null!;

    private GatewayCredentials Credentials => _installation.Get<GatewayCredentials>();

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        await TrustAsync();
    }

    public async Task DisposeAsync()
    {
        await _installation.DisposeAsync();
        _one.Dispose();
        _two.Dispose();
    }

    [Fact]
    public async Task At_first_nothing_opens_the_door()
    {
        var gateway = await GatewayAsync();
        Assert.False(GatewayCredentials.IsKeyOf(gateway, ""));
        Assert.False(GatewayCredentials.IsCertificateOf(gateway, _one));
    }

    [Fact]
    public async Task A_key_has_256_bits_and_only_its_hash_is_kept()
    {
        var key = await Credentials.MakeKeyAsync("office", default);
        var gateway = await GatewayAsync();
        Assert.Equal(43, key!.Length);
        Assert.Equal(32, gateway.KeyHash!.Length);
        Assert.True(GatewayCredentials.IsKeyOf(gateway, key));
        Assert.False(GatewayCredentials.IsKeyOf(gateway, key.ToLowerInvariant()));
    }

    [Fact]
    public async Task A_new_key_or_certificate_ends_the_one_before()
    {
        var first = await Credentials.MakeKeyAsync("office", default);
        var second = await Credentials.MakeKeyAsync("office", default);
        await Credentials.NameCertificateAsync("office", _one, default);
        await Credentials.NameCertificateAsync("office", _two, default);
        var gateway = await GatewayAsync();
        Assert.Equal((false, true), (GatewayCredentials.IsKeyOf(gateway, first!), GatewayCredentials.IsKeyOf(gateway, second!)));
        Assert.Equal((false, true), (GatewayCredentials.IsCertificateOf(gateway, _one), GatewayCredentials.IsCertificateOf(gateway, _two)));
    }

    [Fact]
    public async Task They_outlive_a_new_signing_certificate_and_end_when_told()
    {
        var key = await Credentials.MakeKeyAsync("office", default);
        await Credentials.NameCertificateAsync("office", _two, default);
        await TrustAsync();
        Assert.True(GatewayCredentials.IsKeyOf(await GatewayAsync(), key!));
        Assert.True(GatewayCredentials.IsCertificateOf(await GatewayAsync(), _two));

        Assert.True(await Credentials.EndAsync("office", default));
        Assert.False(GatewayCredentials.IsKeyOf(await GatewayAsync(), key!));
        Assert.False(GatewayCredentials.IsCertificateOf(await GatewayAsync(), _two));
    }

    [Fact]
    public async Task A_gateway_that_is_not_trusted_gets_nothing()
    {
        Assert.Null(await Credentials.MakeKeyAsync("nobody", default));
        Assert.False(await Credentials.NameCertificateAsync("nobody", _one, default));
        Assert.False(await Credentials.EndAsync("nobody", default));
    }

    private Task TrustAsync() => _installation.Get<TrustedGateways>().TrustAsync("office", "default", _one, false, default);

    private async Task<Gateway> GatewayAsync() => Assert.Single(await _installation.Get<TrustedGateways>().ListAsync(default));
}
