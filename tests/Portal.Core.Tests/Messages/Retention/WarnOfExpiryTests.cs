using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Retention;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Retention;

public sealed class WarnOfExpiryTests : IAsyncLifetime
{
    private static readonly TimeSpan Due = TimeSpan.FromDays(173) + TimeSpan.FromMinutes(5);

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        await Person.RegisterAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_week_before_one_mail_tells_a_reader_of_all_and_nobody_who_has_not_registered()
    {
        await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna, Post.Bert);
        await _installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Notices, NoticeChoice.None)));
        var first = await _installation.QueryAsync(db => db.Messages.MinAsync(m => m.ExpiresAt));
        _installation.Clock.Move(Due - TimeSpan.FromDays(1));
        Assert.Equal(0, await RunAsync());

        _installation.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        var warning = Assert.Single(await WarningsAsync());
        Assert.Equal((Post.Anna, 2, first, true, "de"), (warning.To, warning.Messages, warning.First, warning.MayKeep, warning.Language));
    }

    [Theory]
    [InlineData("held")]
    [InlineData("locked")]
    [InlineData("account")]
    [InlineData("for ever")]
    public async Task Nobody_is_told_of_what_does_not_go_or_cannot_be_opened(string what)
    {
        var now = _installation.Clock.GetUtcNow();
        await _installation.QueryAsync(db => what switch
        {
            "held" => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.HeldAt, now)),
            "locked" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now)),
            "account" => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AccountState.LockedByAdmin)),
            _ => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, (DateTimeOffset?)null)),
        });
        _installation.Clock.Move(Due);

        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task A_message_that_is_to_go_within_days_is_not_told_of_at_once_twice()
    {
        await _post.DeliverAsync("X-Portal-Expires: 3d\r\n" + Post.Mail("Offer"), Post.Anna);
        Assert.Equal(0, await RunAsync());
        _installation.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await RunAsync());
        Assert.False(Assert.Single(await WarningsAsync()).MayKeep); // its sender named its end
    }

    [Fact]
    public async Task Several_processes_at_once_tell_once_and_a_tenant_may_want_none()
    {
        _installation.Clock.Move(Due);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));
        Assert.Single(await WarningsAsync());

        await using var silent = await Installation.StartAsync(settings: ("Tenants:default:RetentionWarning", "00:00:00"));
        await Person.RegisterAsync(silent, Post.Anna);
        silent.Clock.Move(Due);
        Assert.Equal(0, await silent.Get<WarnOfExpiry>().RunAsync(CancellationToken.None));
    }

    private Task<int> RunAsync() => _installation.Get<WarnOfExpiry>().RunAsync(CancellationToken.None);

    private Task<IReadOnlyList<ExpiryWarningPayload>> WarningsAsync() =>
        OpenedOutbox.OfAsync(_installation, OutboxKind.ExpiryWarning, OutboxJson.Default.ExpiryWarningPayload);
}
