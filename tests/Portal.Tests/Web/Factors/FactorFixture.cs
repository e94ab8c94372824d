using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>One portal for all tests of a class; more people come to it at once than to others.</summary>
public sealed class FactorFixture : IAsyncLifetime
{
    internal TestPortal Portal { get; private set; } = null!;

    public async Task InitializeAsync() => Portal = await TestPortal.StartAsync(
        ("Portal:RateLimits:Registrations", "1000"), ("Portal:RateLimits:SignIns", "1000"), ("Portal:RateLimits:Notices", "1000"));

    public async Task DisposeAsync() => await Portal.DisposeAsync();
}
