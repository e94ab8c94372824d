using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Tenants;
using Portal.Core.Tests.Accounts.Factors;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Accounts.Sessions;

public sealed class PendingSignInsTests : FactorBench
{
    private PendingSignIns Pendings => Get<PendingSignIns>();

    [Fact]
    public async Task It_keeps_what_was_proved_and_what_the_password_opens()
    {
        using var secret = PasswordSecret.OfMade("kmrtpxwbcdghjnsz", Get<ServerPepper>());
        var pending = await BeginAsync(secret);

        var content = await Pendings.FindAsync(pending, CancellationToken.None);

        Assert.Equal((Anna.AccountId, SignInMethods.Password), (content!.AccountId, content.Methods));
        using var again = content.TakeSecret();
        Assert.Equal(secret.Bytes.ToArray(), again!.Bytes.ToArray());
        Assert.Equal(secret.Parameters.ToArray(), again.Parameters.ToArray());
        Assert.Null((await Pendings.FindAsync(await BeginAsync(null), CancellationToken.None))!.TakeSecret());
    }

    [Fact]
    public async Task It_is_no_session_and_no_session_is_one()
    {
        var pending = await BeginAsync(null);
        var resume = new ResumeSession(Get<IDbContextFactory<PortalContext>>(), Get<TenantCatalog>(), Installation.Clock);
        Assert.Null(await resume.ResumeAsync(SessionSecret.Parse(pending.ToText())!, CancellationToken.None));

        var begin = new BeginSession(Get<IDbContextFactory<PortalContext>>(), Get<TenantCatalog>(), Installation.Clock);
        var session = await begin.BeginAsync(
            new SessionContent { AccountId = Anna.AccountId, Tenant = "default", Name = "Anna", Mailboxes = [] }, "", null, null, CancellationToken.None);
        Assert.Null(await Pendings.FindAsync(PendingSecret.Parse(session!.ToText())!, CancellationToken.None));

        // Even under the other's name the content does not open: the keys differ.
        await Installation.QueryAsync(db => db.Sessions.Where(s => s.Id == pending.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Id, SessionSecret.Parse(pending.ToText())!.Id)));
        Assert.Null(await resume.ResumeAsync(SessionSecret.Parse(pending.ToText())!, CancellationToken.None));
    }

    [Fact]
    public async Task It_ends_after_ten_minutes_with_the_lock_of_the_account_and_when_it_is_taken()
    {
        var late = await BeginAsync(null);
        Installation.Clock.Move(TimeSpan.FromMinutes(10));
        Assert.Null(await Pendings.FindAsync(late, CancellationToken.None));

        var taken = await BeginAsync(null);
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Pendings.TakeAsync(taken, CancellationToken.None))));
        Assert.Single(results, won => won);
        Assert.Null(await Pendings.FindAsync(taken, CancellationToken.None));

        var locked = await BeginAsync(null);
        var found = await Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        await Get<ChangeAccountState>().LockAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);
        Assert.Null(await Pendings.FindAsync(locked, CancellationToken.None));
    }

    [Fact]
    public async Task None_begins_for_a_password_that_was_changed_since_it_was_checked()
    {
        var hash = await Installation.QueryAsync(db => db.Users.Where(a => a.Id == Anna.AccountId).Select(a => a.PasswordHash).SingleAsync());
        Assert.NotNull(await Pendings.BeginAsync(Content(null), hash, CancellationToken.None));
        await Installation.QueryAsync(db => db.Users.Where(a => a.Id == Anna.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "another")));
        var before = await Installation.QueryAsync(db => db.Sessions.CountAsync());

        Assert.Null(await Pendings.BeginAsync(Content(null), hash, CancellationToken.None));

        Assert.Equal(before, await Installation.QueryAsync(db => db.Sessions.CountAsync()));
    }

    private PendingContent Content(PasswordSecret? secret) => PendingContent.Of(Anna.AccountId, "default", SignInMethods.Password, secret);

    private async Task<PendingSecret> BeginAsync(PasswordSecret? secret) =>
        (await Pendings.BeginAsync(Content(secret), passwordHash: null, CancellationToken.None))!;
}
