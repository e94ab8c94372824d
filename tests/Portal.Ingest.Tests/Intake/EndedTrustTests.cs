using Portal.Core.Tunnel;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

public sealed class EndedTrustTests : OfficeTests
{
    private static readonly IntakeOutcome Uniform = new IntakeOutcome.Rejected(550, "5.7.1", "Not a message from a trusted tunnel");

    [Fact]
    public async Task A_gateway_that_is_trusted_no_longer_is_refused_like_a_stranger()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await Portal.Get<TrustedGateways>().DistrustAsync("office", default);
        Assert.Equal([Uniform], await Portal.AcceptAsync(mail));
    }

    [Fact]
    public async Task A_signer_whose_certificate_has_ended_is_refused_like_a_stranger()
    {
        var mail = await WrapAsync(Originals.Fresh());
        Portal.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal([Uniform], await Portal.AcceptAsync(mail));
    }
}
