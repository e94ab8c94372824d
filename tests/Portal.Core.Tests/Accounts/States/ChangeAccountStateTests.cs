using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.States;

public sealed class ChangeAccountStateTests : IAsyncLifetime
{
    private static readonly OperatorOrder Order = new("root", "asked for by phone");

    private Installation _installation = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        var invitation = await Invitation.SendAsync(_installation, Post.Anna);
        Assert.IsType<RegisterOutcome.Registered>(await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_locked_account_signs_nobody_in_and_its_sessions_end()
    {
        var session = await BeginAsync();
        Assert.NotNull(session);

        Assert.Equal(new AccountChange.Changed(AccountState.Registered, AccountState.LockedByAdmin), await LockAsync());

        Assert.Null(await CheckAsync());
        Assert.Equal(0, await _installation.QueryAsync(db => db.Sessions.CountAsync()));
    }

    [Fact]
    public async Task A_sign_in_that_was_checked_before_the_lock_begins_no_session_after_it()
    {
        Assert.NotNull(await CheckAsync());
        await LockAsync();

        Assert.Null(await BeginAsync());
        Assert.Equal(0, await _installation.QueryAsync(db => db.Sessions.CountAsync()));
    }

    [Fact]
    public async Task An_unlocked_account_signs_in_again()
    {
        await LockAsync();
        Assert.IsType<AccountChange.Changed>(await UnlockAsync());

        Assert.NotNull(await CheckAsync());
        Assert.NotNull(await BeginAsync());
    }

    [Fact]
    public async Task Unlocking_ends_the_wait_after_wrong_tries_and_gives_them_back()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await CheckAsync("wrong"));
        }

        Assert.Equal(new AccountChange.Changed(AccountState.LockedForATime, AccountState.Registered), await UnlockAsync());

        Assert.Equal((0, null), await _installation.QueryAsync(db => db.Users.Select(a => ValueTuple.Create(a.AccessFailedCount, a.LockoutEnd)).SingleAsync()));
        Assert.NotNull(await CheckAsync());
    }

    [Fact]
    public async Task What_the_table_refuses_changes_nothing()
    {
        var before = (await EventsAsync()).Count;

        Assert.Equal(new AccountChange.Refused(AccountState.Registered), await UnlockAsync());
        await LockAsync();
        Assert.Equal(new AccountChange.Refused(AccountState.LockedByAdmin), await LockAsync());

        Assert.Equal(before + 1, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task Of_many_orders_at_once_one_is_done()
    {
        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(LockAsync)));

        Assert.Single(done.OfType<AccountChange.Changed>());
        Assert.Single(await EventsAsync(), e => e.Trigger == AccountTrigger.Lock);
    }

    [Fact]
    public async Task An_invitation_is_not_locked()
    {
        await Invitation.SendAsync(_installation, Post.Bert);

        Assert.Equal(new AccountChange.Refused(AccountState.Invited), await LockAsync(Post.Bert));
    }

    [Fact]
    public async Task The_audit_says_who_when_and_why_from_the_first_mail_on()
    {
        _installation.Clock.Move(TimeSpan.FromDays(1));
        await LockAsync();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await CheckAsync("wrong"); // changes nothing while it is locked
        }

        await UnlockAsync();

        var events = await EventsAsync();
        Assert.Equal(
        [
            (null, AccountState.Invited, AccountTrigger.Invite, AccountActor.Sender),
            (AccountState.Invited, AccountState.Registered, AccountTrigger.Register, AccountActor.Person),
            (AccountState.Registered, AccountState.LockedByAdmin, AccountTrigger.Lock, AccountActor.Operator),
            (AccountState.LockedByAdmin, AccountState.Registered, AccountTrigger.Unlock, AccountActor.Operator),
        ], events.Select(e => (e.From, e.To, e.Trigger, e.Actor)));
        Assert.Equal((_installation.Clock.GetUtcNow(), "root"), (events[2].At, events[2].By));
        Assert.Equal("asked for by phone", ReasonBox.Open(_installation.Get<VaultKey>(), events[2]));
        Assert.Empty(_installation.FilesWith("asked for by phone"));
    }

    [Fact]
    public async Task Waits_are_written_down_when_they_begin_and_when_they_are_over()
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            Assert.Null(await CheckAsync("wrong")); // the last three while it waits
        }

        _installation.Clock.Move(TimeSpan.FromSeconds(30));
        Assert.Null(await CheckAsync("wrong"));
        _installation.Clock.Move(TimeSpan.FromSeconds(60));
        Assert.NotNull(await CheckAsync());

        Assert.Equal(
            [AccountTrigger.TooManyFailures, AccountTrigger.WaitOver, AccountTrigger.TooManyFailures, AccountTrigger.WaitOver],
            (await EventsAsync()).Select(e => e.Trigger).Skip(2));
    }

    [Fact]
    public async Task A_sign_in_in_a_known_browser_ends_a_wait_that_is_not_over_and_the_audit_says_so()
    {
        var known = DeviceSecret.Create();
        await _installation.Get<RememberDevice>().SeenAsync((await FindAsync(Post.Anna)).Account!.Id, known, "Firefox, Linux", CancellationToken.None);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await CheckAsync("wrong"));
        }

        Assert.NotNull(await _installation.Get<CheckPassword>()
            .CheckAsync("default", Post.Anna, Invitation.OwnPassword, known, CancellationToken.None));

        Assert.Equal((AccountState.LockedForATime, AccountState.Registered, AccountTrigger.SignIn),
            (await EventsAsync()).Select(e => (e.From!.Value, e.To, e.Trigger)).Last());
    }

    private Task<AccountChange> LockAsync() => LockAsync(Post.Anna);

    private async Task<AccountChange> LockAsync(string address) =>
        await _installation.Get<ChangeAccountState>().LockAsync(await FindAsync(address), Order, CancellationToken.None);

    private async Task<AccountChange> UnlockAsync() =>
        await _installation.Get<ChangeAccountState>().UnlockAsync(await FindAsync(Post.Anna), Order, CancellationToken.None);

    private async Task<FoundAccount> FindAsync(string address) =>
        (await _installation.Get<FindAccount>().ByAddressAsync("default", address, CancellationToken.None))!;

    private async Task<IReadOnlyList<AccountEvent>> EventsAsync() =>
        await _installation.Get<FindAccount>().EventsAsync(await FindAsync(Post.Anna), CancellationToken.None);

    private Task<CheckedPassword?> CheckAsync(string password = Invitation.OwnPassword) =>
        _installation.Get<CheckPassword>().CheckAsync("default", Post.Anna, password, null, CancellationToken.None);

    private async Task<SessionSecret?> BeginAsync() => await new BeginSession(
        _installation.Get<IDbContextFactory<PortalContext>>(), _installation.Get<TenantCatalog>(), _installation.Clock).BeginAsync(
        new SessionContent { AccountId = (await FindAsync(Post.Anna)).Account!.Id, Tenant = "default", Name = "Anna", Mailboxes = [] }, "Firefox, Linux", null, null, CancellationToken.None);
}
