using System.Security.Cryptography.X509Certificates;
using Portal.Core.Tunnel;
using Portal.Ingest.Intake;
using Portal.Ingest.Tests.Intake;
using Portal.Ingest.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Tunnel;

/// <summary>A running portal learns a moment later whom the operator trusts.</summary>
public sealed class PinnedGatewaysTests() : OfficeTests(settings: [("Tunnel:GatewayRefresh", "00:01:00")])
{
    [Fact]
    public async Task For_a_moment_the_list_comes_from_memory_then_from_the_database()
    {
        var pinned = Portal.Get<PinnedGateways>();
        var first = await pinned.CurrentAsync(default);
        Assert.Equal("office", Assert.Single(first.Signers).Name);
        await Portal.Get<TrustedGateways>().DistrustAsync("office", default);

        Portal.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Same(first, await pinned.CurrentAsync(default));
        Portal.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty((await pinned.CurrentAsync(default)).Signers);
    }

    [Fact]
    public async Task An_unchanged_list_keeps_its_certificates()
    {
        var pinned = Portal.Get<PinnedGateways>();
        var first = await pinned.CurrentAsync(default);
        Portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Same(first.Signers, (await pinned.CurrentAsync(default)).Signers);
    }

    [Fact]
    public async Task While_a_gateway_changes_its_certificate_both_open_the_tunnel()
    {
        using var folder = new TempFolder();
        var next = await OpenSslGateway.CreateAsync(folder.Path, "next");
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(next.CertificateFile);
        await Portal.Get<TrustedGateways>().AddAsync("office", certificate, default);
        Portal.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(await WrapAsync(Originals.Fresh()))));
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(
            await Portal.AcceptAsync(await next.WrapAsync(Originals.Fresh(), Portal.TunnelCertificate))));
        Assert.All((await Portal.Get<PinnedGateways>().CurrentAsync(default)).Signers, signer => Assert.Equal("office", signer.Name));
    }

    [Fact]
    public async Task A_certificate_that_was_replaced_is_the_only_one_that_counts()
    {
        using var folder = new TempFolder();
        var next = await OpenSslGateway.CreateAsync(folder.Path, "next");
        await Portal.AcceptAsync(await WrapAsync(Originals.Fresh()));
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(next.CertificateFile);
        await Portal.Get<TrustedGateways>().TrustAsync("office", "default", certificate, outerHeaders: false, default);
        Portal.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.IsType<IntakeOutcome.Rejected>(Assert.Single(await Portal.AcceptAsync(await WrapAsync(Originals.Fresh()))));
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(
            await Portal.AcceptAsync(await next.WrapAsync(Originals.Fresh(), Portal.TunnelCertificate))));
    }
}
