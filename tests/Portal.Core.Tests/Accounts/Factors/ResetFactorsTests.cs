using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>What an operator does for somebody who has lost every factor and all backup codes.</summary>
public abstract class ResetFactorsBench : FactorBench
{
    private protected static readonly OperatorOrder Root = new("root", "phone in the lake");

    private protected async Task<FactorReset> ResetAsync(OperatorOrder? order = null)
    {
        var found = await Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        return await Get<ResetFactors>().ResetAsync(found!, order ?? Root, CancellationToken.None);
    }

    private protected async Task SetUpAsync()
    {
        await AddAppAsync();
        Assert.True(await Get<ChangeMobile>().ProveAsync(Anna, Here, await SendSmsAsync(), CancellationToken.None));
        await MakeCodesAsync();
    }

    private protected Task<List<AccountEvent>> OrdersAsync() => Installation.QueryAsync(
        db => db.AccountEvents.Where(e => e.Actor == AccountActor.Operator).OrderBy(e => e.Id).ToListAsync());
}

public sealed class ResetFactorsTests : ResetFactorsBench
{
    [Fact]
    public async Task All_factors_codes_and_sessions_are_gone_and_password_and_keys_stay()
    {
        await SetUpAsync();
        await SendSmsAsync();
        var before = await KeysAsync();
        await Get<PendingSignIns>().BeginAsync(
            new PendingContent { AccountId = Anna.AccountId, Tenant = "default", Methods = SignInMethods.Password, Secret = new byte[32] }, null, CancellationToken.None);
        await Installation.QueryAsync(db => db.SecondFactors.ExecuteUpdateAsync(set => set.SetProperty(f => f.FailedCount, SignInLadder.Most)));

        Assert.Equal(FactorReset.Done, await ResetAsync());

        var has = await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None);
        Assert.Equal((false, 0), (has.Any, has.BackupCodes));
        Assert.Equal((0, 0), (await Installation.QueryAsync(db => db.Sessions.CountAsync()), await Installation.QueryAsync(db => db.FactorCodes.CountAsync())));
        Assert.Equal(before, await KeysAsync());
        Assert.Equal(
            SignInStep.Enough, await Get<DecideSignIn>().NextAsync(Anna.AccountId, "default", SignInMethods.Password, null, CancellationToken.None));
        Assert.True(await Get<ChangeMobile>().ProveAsync(Anna, Here, await SendSmsAsync(), CancellationToken.None)); // a new one can be set up
    }

    [Fact]
    public async Task It_is_audited_with_its_reason_and_told_to_every_address()
    {
        const string Second = "anna.second@recipient.example";
        await SetUpAsync();
        var second = await new Post(Installation).MailboxAsync(Second);
        await Installation.QueryAsync(db => db.Mailboxes.Where(m => m.Id == second.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, Anna.AccountId)));

        await ResetAsync();

        var change = Assert.Single(await OrdersAsync());
        Assert.Equal((AccountTrigger.ResetFactors, "root", Anna.AccountId), (change.Trigger, change.By, change.AccountId));
        Assert.Equal("phone in the lake", ReasonBox.Open(Get<VaultKey>(), change));
        Assert.Equal(FactorChange.AllReset, (await EventsAsync())[^1]);
        var mails = (await PayloadsAsync(OutboxKind.Factor, OutboxJson.Default.FactorPayload)).Where(m => m.Change == FactorChange.AllReset);
        Assert.Equal([Second, Post.Anna], mails.Select(m => m.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_take_away_or_the_account_is_locked_nothing_happens()
    {
        Assert.Equal(FactorReset.None, await ResetAsync());
        await SetUpAsync();
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AccountState.LockedByAdmin)));
        Assert.Equal(FactorReset.Refused, await ResetAsync());

        Assert.Empty(await OrdersAsync());
        Assert.True((await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).Any);
    }

    [Fact]
    public async Task That_the_password_is_too_short_alone_is_said()
    {
        await SetUpAsync();
        await Get<Portal.Core.Accounts.Passwords.ChangePassword>().ChangeAsync(Anna.AccountId, "default", [], "tired lamps", CancellationToken.None);
        Assert.Equal(FactorReset.DoneWithShortPassword, await ResetAsync());
    }

    private Task<string> KeysAsync() => Installation.QueryAsync(async db => string.Join(
        '\n', (await db.KeySlots.OrderBy(s => s.Id).ToListAsync()).Select(s => Convert.ToHexString(s.Slot)).Append((await db.Users.SingleAsync()).PasswordHash)));
}

public sealed class FourEyesFactorResetTests : ResetFactorsBench
{
    protected override (string Key, string Value)[] Settings => [("Tenants:default:PasswordResetFourEyes", "true")];

    [Fact]
    public async Task Two_operators_order_it_within_a_day()
    {
        Assert.Equal(FactorReset.None, await ResetAsync());
        await SetUpAsync();
        Assert.Equal(FactorReset.NeedsAnother, await ResetAsync());
        Assert.Equal(FactorReset.NeedsAnother, await ResetAsync());
        Installation.Clock.Move(ResetFactors.Patience);
        Assert.Equal(FactorReset.NeedsAnother, await ResetAsync(Root with { By = "carla" }));
        Assert.True((await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).Any);

        Assert.Equal(FactorReset.Done, await ResetAsync());

        await SetUpAsync();
        Assert.Equal(FactorReset.NeedsAnother, await ResetAsync()); // what was ordered before is used up
    }
}
