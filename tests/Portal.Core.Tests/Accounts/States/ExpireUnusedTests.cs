using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.States;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.States;

public sealed class ExpireUnusedTests : IAsyncLifetime
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private Installation _installation = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync(settings: ("Tenants:default:AccountUnusedLifetime", "365.00:00:00"));
        _anna = await RegisterAsync(Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task An_account_that_nobody_uses_expires_and_the_audit_says_so()
    {
        _installation.Clock.Move(Year - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await RunAsync());
        var session = await BeginAsync(); // signed in: the year begins anew
        _installation.Clock.Move(Year - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await RunAsync());
        _installation.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        Assert.NotNull(session);
        Assert.Equal(AccountState.Expired, (await FindAsync()).StateAt(_installation.Clock.GetUtcNow()));
        Assert.Equal(0, await _installation.QueryAsync(db => db.Sessions.CountAsync()));
        var change = await _installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).LastAsync());
        Assert.Equal(
            (AccountState.Registered, AccountState.Expired, AccountTrigger.Expire, AccountActor.Portal), (change.From, change.To, change.Trigger, change.Actor));
    }

    [Fact]
    public async Task Whose_mail_leaves_for_a_certificate_need_not_sign_in()
    {
        var now = _installation.Clock.GetUtcNow();
        var mailbox = await _installation.QueryAsync(db => db.Mailboxes.Where(m => m.AccountId == _anna.Id).Select(m => m.Id).SingleAsync());
        await _installation.QueryAsync(db =>
        {
            db.Add(new MailboxCertificate
            {
                Id = Guid.NewGuid(), MailboxId = mailbox, Certificate = [1], AddedAt = now, ProvedAt = now, InUse = true, NotAfter = now + (2 * Year),
            });
            return db.SaveChangesAsync();
        });
        _installation.Clock.Move(Year + TimeSpan.FromDays(1));
        Assert.Equal(0, await RunAsync());
        _installation.Clock.Move(Year);
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task It_begins_no_session_and_only_its_password_tells_that_it_expired()
    {
        await ExpireAsync();
        Assert.Null(await BeginAsync());
        Assert.Null(await CheckAsync("wrong"));
        Assert.Equal(AccountState.Expired, (await CheckAsync(Invitation.OwnPassword))?.Account.State);
    }

    [Fact]
    public async Task Wrong_tries_are_counted_there_too_and_change_no_state()
    {
        await ExpireAsync();
        var before = await _installation.QueryAsync(db => db.AccountEvents.CountAsync());
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Null(await CheckAsync("wrong"));
        }

        Assert.Null(await CheckAsync(Invitation.OwnPassword)); // waits
        _installation.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.NotNull(await CheckAsync(Invitation.OwnPassword));
        Assert.Equal(before, await _installation.QueryAsync(db => db.AccountEvents.CountAsync()));
        Assert.Equal(AccountState.Expired, (await FindAsync()).StateAt(_installation.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task An_operator_makes_it_good_again_for_as_long_as_a_new_one()
    {
        await ExpireAsync();
        var change = await _installation.Get<ChangeAccountState>().UnlockAsync(await FindAsync(), new OperatorOrder("root", "asked"), CancellationToken.None);

        Assert.Equal(new AccountChange.Changed(AccountState.Expired, AccountState.Registered), change);
        Assert.Equal(0, await RunAsync());
        Assert.NotNull(await BeginAsync());
    }

    [Fact]
    public async Task Its_mail_stays_and_new_mail_brings_no_initial_password()
    {
        await ExpireAsync();
        await new Post(_installation).DeliverAsync(Post.Mail("Later"), Post.Anna);
        Assert.Single(await Invitation.PasswordsAsync(_installation));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Fact]
    public async Task Locked_accounts_stay_locked()
    {
        await _installation.Get<ChangeAccountState>().LockAsync(await FindAsync(), new OperatorOrder("root", ""), CancellationToken.None);
        _installation.Clock.Move(2 * Year);
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task Several_processes_at_once_write_it_down_once()
    {
        _installation.Clock.Move(Year + TimeSpan.FromMinutes(1));
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));
        Assert.Equal(1, counts.Sum());
        Assert.Equal(1, await _installation.QueryAsync(db => db.AccountEvents.CountAsync(e => e.Trigger == AccountTrigger.Expire)));
    }

    [Fact]
    public async Task By_default_no_account_expires()
    {
        await using var installation = await Installation.StartAsync();
        var invitation = await Invitation.SendAsync(installation, Post.Anna);
        await installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
        installation.Clock.Move(20 * Year);
        Assert.Equal(0, await installation.Get<ExpireUnused>().RunAsync(CancellationToken.None));
    }

    private async Task ExpireAsync()
    {
        _installation.Clock.Move(Year + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await RunAsync());
    }

    private Task<int> RunAsync() => _installation.Get<ExpireUnused>().RunAsync(CancellationToken.None);

    private Task<CheckedPassword?> CheckAsync(string password) =>
        _installation.Get<CheckPassword>().CheckAsync("default", Post.Anna, password, null, CancellationToken.None);

    private async Task<FoundAccount> FindAsync() => (await _installation.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;

    private async Task<Account> RegisterAsync(string address)
    {
        var invitation = await Invitation.SendAsync(_installation, address);
        return Assert.IsType<RegisterOutcome.Registered>(
            await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None)).Account;
    }

    private Task<SessionSecret?> BeginAsync() => new BeginSession(
        _installation.Get<IDbContextFactory<PortalContext>>(), _installation.Get<TenantCatalog>(), _installation.Clock).BeginAsync(
        new SessionContent { AccountId = _anna.Id, Tenant = "default", Name = "Name", Mailboxes = [] }, "Firefox, Linux", null, null, CancellationToken.None);
}
