using Xunit;

namespace Portal.Tests.Web;

/// <summary>One portal for all tests of a class that share nothing but it.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    internal TestPortal Portal { get; private set; } = null!;

    public async Task InitializeAsync() => Portal = await TestPortal.StartAsync();

    public async Task DisposeAsync() => await Portal.DisposeAsync();
}
