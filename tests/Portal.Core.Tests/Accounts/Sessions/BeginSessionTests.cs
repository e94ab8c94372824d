using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.States;
using Portal.Core.Messages;
using Portal.Core.Storage;
using Portal.Core.Tenants;
using Portal.Core.Tests.Accounts.Factors;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Accounts.Sessions;

public sealed class BeginSessionTests : FactorBench
{
    private const string Browser = "Firefox, Linux";

    private BeginSession Begin => new(Get<IDbContextFactory<PortalContext>>(), Get<TenantCatalog>(), Installation.Clock);

    [Fact]
    public async Task Changes_of_a_session_prolong_nothing()
    {
        var start = Installation.Clock.GetUtcNow();
        var secret = await SignInAsync();
        for (var quarter = 0; quarter < 47; quarter++)
        {
            Installation.Clock.Move(TimeSpan.FromMinutes(15));
            secret = await Begin.ReplaceAsync((await ResumeAsync(secret!))!, Browser, secret!, CancellationToken.None);
        }

        var content = await ResumeAsync(secret!);
        Assert.Equal((start, start + TimeSpan.FromHours(12)), (content!.BegunAt, content.EndsAt));
        Assert.Equal(start, await Installation.QueryAsync(db => db.Sessions.Select(s => s.CreatedAt).SingleAsync()));
        Installation.Clock.Move(TimeSpan.FromMinutes(15));
        Assert.Null(await ResumeAsync(secret!));
    }

    [Fact]
    public async Task Of_many_changes_at_once_one_goes_on()
    {
        var secret = await SignInAsync();
        var content = await ResumeAsync(secret!);
        var begin = Begin;
        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => begin.ReplaceAsync(content!, Browser, secret!, CancellationToken.None))));
        Assert.NotNull(await ResumeAsync(Assert.Single(made, s => s is not null)!));
        Assert.Null(await ResumeAsync(secret!));
    }

    [Fact]
    public async Task What_was_ended_is_not_begun_anew()
    {
        var secret = await SignInAsync();
        var content = await ResumeAsync(secret!);
        await new EndSessions(Get<IDbContextFactory<PortalContext>>(), Installation.Clock).OneAsync(secret!, CancellationToken.None);

        Assert.Null(await Begin.ReplaceAsync(content!, Browser, secret!, CancellationToken.None));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_sign_in_ends_what_the_browser_had_unless_it_is_refused()
    {
        var first = await SignInAsync();
        var second = await SignInAsync(present: first);
        Assert.Null(await ResumeAsync(first!));
        Assert.NotNull(await ResumeAsync(second!));

        Assert.Null(await SignInAsync(present: second, hash: "another by now"));
        Assert.NotNull(await ResumeAsync(second!));
    }

    [Fact]
    public async Task After_a_change_of_the_password_only_the_newest_password_goes_on()
    {
        var content = await ResumeAsync((await SignInAsync())!);
        var hash = await Installation.QueryAsync(db => db.Users.Where(a => a.Id == Anna.AccountId).Select(a => a.PasswordHash).SingleAsync());
        await Installation.QueryAsync(db => db.Sessions.ExecuteDeleteAsync());
        Assert.NotNull(await Begin.ContinueAsync(content!, Browser, hash!, CancellationToken.None));
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "a newer one")));
        Assert.Null(await Begin.ContinueAsync(content!, Browser, hash!, CancellationToken.None));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task None_begins_for_an_account_that_was_deleted_a_moment_ago()
    {
        var pending = PendingContent.Of(Anna.AccountId, "default", SignInMethods.Password, null);
        var found = await Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        await Get<DeleteAccount>().DeleteAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);

        Assert.Null(await SignInAsync());
        Assert.Null(await Get<PendingSignIns>().BeginAsync(pending, null, CancellationToken.None));
    }

    private Task<int> CountAsync() => Installation.QueryAsync(db => db.Sessions.CountAsync());

    private Task<SessionSecret?> SignInAsync(SessionSecret? present = null, string? hash = null) => Begin.BeginAsync(
        new SessionContent { AccountId = Anna.AccountId, Tenant = "default", Name = "Anna", Mailboxes = [] }, Browser, hash, present, CancellationToken.None);

    private Task<SessionContent?> ResumeAsync(SessionSecret secret) =>
        new ResumeSession(Get<IDbContextFactory<PortalContext>>(), Get<TenantCatalog>(), Installation.Clock).ResumeAsync(secret, CancellationToken.None);
}
