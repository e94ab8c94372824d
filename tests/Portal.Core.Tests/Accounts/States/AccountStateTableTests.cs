using Portal.Core.Accounts.States;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Accounts.States;

public sealed class AccountStateTableTests
{
    private static readonly (AccountState? From, AccountTrigger Trigger, AccountState To)[] Legal =
    [
        (null, AccountTrigger.Invite, AccountState.Invited),
        (AccountState.Invited, AccountTrigger.Register, AccountState.Registered),
        (AccountState.Invited, AccountTrigger.Expire, AccountState.Expired),
        (AccountState.Invited, AccountTrigger.Delete, AccountState.Deleted),
        (AccountState.Registered, AccountTrigger.TooManyFailures, AccountState.LockedForATime),
        (AccountState.Registered, AccountTrigger.Lock, AccountState.LockedByAdmin),
        (AccountState.Registered, AccountTrigger.Expire, AccountState.Expired),
        (AccountState.Registered, AccountTrigger.Delete, AccountState.Deleted),
        (AccountState.LockedForATime, AccountTrigger.WaitOver, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.SignIn, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.Lock, AccountState.LockedByAdmin),
        (AccountState.LockedForATime, AccountTrigger.Unlock, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.Delete, AccountState.Deleted),
        (AccountState.LockedByAdmin, AccountTrigger.Unlock, AccountState.Registered),
        (AccountState.LockedByAdmin, AccountTrigger.Delete, AccountState.Deleted),
        (AccountState.Expired, AccountTrigger.Invite, AccountState.Invited),
        (AccountState.Expired, AccountTrigger.Unlock, AccountState.Registered),
        (AccountState.Expired, AccountTrigger.Delete, AccountState.Deleted),
        (AccountState.Registered, AccountTrigger.ChangePassword, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.ChangePassword, AccountState.LockedForATime),
        (AccountState.Registered, AccountTrigger.ResetPassword, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.ResetPassword, AccountState.Registered),
        (AccountState.Registered, AccountTrigger.OrderReset, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.OrderReset, AccountState.LockedForATime),
        (AccountState.Registered, AccountTrigger.ApproveReset, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.ApproveReset, AccountState.LockedForATime),
        (AccountState.Registered, AccountTrigger.RefuseReset, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.RefuseReset, AccountState.LockedForATime),
        (AccountState.Registered, AccountTrigger.ApproveFactorReset, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.ApproveFactorReset, AccountState.LockedForATime),
        (AccountState.Registered, AccountTrigger.ResetFactors, AccountState.Registered),
        (AccountState.LockedForATime, AccountTrigger.ResetFactors, AccountState.LockedForATime),
    ];

    public static TheoryData<AccountState?, AccountTrigger> Every()
    {
        var data = new TheoryData<AccountState?, AccountTrigger>();
        foreach (var trigger in Enum.GetValues<AccountTrigger>())
        {
            data.Add(null, trigger);
            Enum.GetValues<AccountState>().ToList().ForEach(state => data.Add(state, trigger));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_way_leads_where_it_should_or_is_refused(AccountState? from, AccountTrigger trigger)
    {
        var legal = Legal.Where(way => way.From == from && way.Trigger == trigger).Select(way => (AccountState?)way.To).SingleOrDefault();

        Assert.Equal(legal, AccountStateTable.Next(from, trigger));
    }

    [Fact]
    public void Nothing_but_an_invitation_becomes_an_account()
    {
        var ways = Enum.GetValues<AccountState>().Where(state => AccountStateTable.Next(state, AccountTrigger.Register) is not null);

        Assert.Equal([AccountState.Invited], ways);
        Assert.Null(AccountStateTable.Next(null, AccountTrigger.Register));
    }

    [Fact]
    public void No_way_leads_out_of_deletion() =>
        Assert.All(Enum.GetValues<AccountTrigger>(), trigger => Assert.Null(AccountStateTable.Next(AccountState.Deleted, trigger)));

    [Theory]
    [InlineData(AccountState.Registered, 1, AccountState.LockedForATime)]
    [InlineData(AccountState.Registered, 0, AccountState.Registered)]
    [InlineData(AccountState.Registered, -1, AccountState.Registered)]
    [InlineData(AccountState.LockedByAdmin, 1, AccountState.LockedByAdmin)]
    [InlineData(AccountState.Expired, 1, AccountState.Expired)]
    public void The_wait_after_wrong_tries_is_a_state_while_it_lasts(AccountState stored, int secondsLeft, AccountState state)
    {
        var now = DateTimeOffset.UnixEpoch;
        var account = new Account { State = stored, LockoutEnd = now + TimeSpan.FromSeconds(secondsLeft) };

        Assert.Equal(state, AccountStateTable.Of(account, now));
    }
}
