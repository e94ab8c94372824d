using Portal.Ingest.Intake;
using Portal.Ingest.Tests.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Tunnel;

public sealed class AuthenticatedEncryptionTests() : OfficeTests(settings: [("Tunnel:AuthenticatedEncryptionOnly", "true")])
{
    [Fact]
    public async Task With_the_setting_only_GCM_comes_in()
    {
        Assert.IsType<IntakeOutcome.Rejected>(Assert.Single(await Portal.AcceptAsync(await WrapAsync(Originals.Fresh(), encrypt: ["-aes-256-cbc"]))));
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(await WrapAsync(Originals.Fresh(), encrypt: ["-aes-256-gcm"]))));
    }
}
