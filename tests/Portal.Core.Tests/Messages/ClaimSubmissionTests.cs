using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages;
using Portal.Core.Storage;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class ClaimSubmissionTests : IAsyncLifetime
{
    private static readonly byte[] First = [1, .. new byte[31]];
    private static readonly byte[] Second = [2, .. new byte[31]];

    private Installation _installation = null!;

    public async Task InitializeAsync() => _installation = await Installation.StartAsync();

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_key_stands_for_one_mail_of_one_gateway()
    {
        Assert.True(await ClaimAsync("office", First));
        Assert.True(await ClaimAsync("office", First));
        Assert.False(await ClaimAsync("office", Second));
        Assert.True(await ClaimAsync("branch", Second));
    }

    [Fact]
    public async Task After_a_day_it_is_forgotten()
    {
        Assert.True(await ClaimAsync("office", First));
        _installation.Clock.Move(TimeSpan.FromHours(23));
        Assert.False(await ClaimAsync("office", Second));
        _installation.Clock.Move(TimeSpan.FromHours(2));
        Assert.True(await ClaimAsync("office", Second));
        await using var context = await _installation.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        Assert.Equal(1, await context.Submissions.CountAsync());
    }

    private Task<bool> ClaimAsync(string gateway, byte[] fingerprint) =>
        _installation.Get<ClaimSubmission>().ClaimAsync(gateway, "key", fingerprint, default);
}
