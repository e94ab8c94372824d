using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Mailboxes;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class CheckPasswordTests : PasswordChecks
{
    [Fact]
    public async Task The_right_password_gives_the_addresss_account()
    {
        var anna = await CheckAsync(Right);
        var bert = await CheckAsync(Right, Post.Bert);

        Assert.NotNull(anna);
        Assert.NotNull(bert);
        Assert.NotEqual(anna.Id, bert.Id);
        Assert.Equal("Anna Recipient", Installation.Get<ReadProfile>().Of(anna).Name);
    }

    [Theory]
    [InlineData("default", Post.Anna, Wrong)]
    [InlineData("default", Post.Anna, "")]
    [InlineData("default", "nobody@recipient.example", Right)]
    [InlineData("default", "", Right)]
    [InlineData("default", "anna@recipient.example' OR '1'='1", Right)]
    [InlineData("other", Post.Anna, Right)]
    public async Task Anything_else_gives_none(string tenant, string address, string password) => Assert.Null(
        await Installation.Get<CheckPassword>().CheckAsync(tenant, address, password, null, CancellationToken.None));

    [Fact]
    public async Task A_mailbox_that_nobody_has_registered_gives_none()
    {
        await Invitation.SendAsync(Installation, "carl@recipient.example");

        Assert.Null(await CheckAsync("", "carl@recipient.example"));
        Assert.Null(await CheckAsync(Right, "carl@recipient.example"));
    }

    [Theory]
    [InlineData(Post.Anna)]
    [InlineData("nobody@recipient.example")]
    public async Task A_known_and_an_unknown_address_cost_the_same(string address)
    {
        var commands = new CountedCommands();
        var check = Checking(new WatchedContexts(Installation, commands).Open(), Installation.Get<PasswordGate>());

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.Null(await check.CheckAsync("default", address, Wrong, null, CancellationToken.None));

            // Each commit is a wait for the disk; what it holds is not to be felt beside it.
            Assert.Equal((1, attempt), (Hasher.Hashed, Hasher.Verified));
            Assert.Equal((attempt, 2 * attempt), (commands.Queries, commands.Commits));
        }
    }

    [Fact]
    public async Task An_unknown_address_changes_no_account()
    {
        var before = await AccountsAsync();

        for (var attempt = 0; attempt < 8; attempt++)
        {
            await CheckAsync(Wrong, "nobody@recipient.example");
        }

        Assert.Equal(before, await AccountsAsync());
    }

    [Fact]
    public async Task A_hash_of_too_few_rounds_is_made_anew_at_the_next_sign_in()
    {
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "old:" + Right)));

        await FailAsync(1);
        Assert.Equal("old:" + Right, await HashAsync());
        Assert.NotNull(await CheckAsync(Right));

        Assert.Equal("new:" + Right, await HashAsync());
        Assert.NotNull(await CheckAsync(Right));
    }

    [Fact]
    public async Task With_the_hash_the_password_slots_are_made_anew_and_open_with_the_new_secret()
    {
        await MakeOldAsync();
        using var right = await Installation.Get<CheckPassword>().CheckAsync("default", Post.Anna, Right, null, CancellationToken.None);

        Assert.Equal("new:" + Right, await HashAsync());
        Assert.Equal(Post.Anna, Assert.Single(await OpenAsync(right!)).Address);
        using var again = await Installation.Get<CheckPassword>().CheckAsync("default", Post.Anna, Right, null, CancellationToken.None);
        Assert.Equal(Post.Anna, Assert.Single(await OpenAsync(again!)).Address);
    }

    [Theory]
    [InlineData("UPDATE \"Accounts\"")]
    [InlineData("DELETE FROM \"KeySlots\"")]
    [InlineData("INSERT INTO \"KeySlots\"")]
    [InlineData("COMMIT")]
    public async Task Whatever_fails_on_the_way_hash_and_slots_stay_those_of_one_password(string statement)
    {
        await MakeOldAsync();
        using var right = await Installation.Get<CheckPassword>().CheckAsync("default", Post.Bert, Right, null, CancellationToken.None);
        var failing = new FailingStatement(statement);
        var contexts = new WatchedContexts(Installation, failing).Open();
        var renew = new RenewHash(
            contexts, Installation.Get<UnlockMailboxes>(), Hasher, Installation.Get<PasswordGate>(), Installation.Get<WritePassword>());
        var check = new CheckPassword(Installation.Get<CountTries>(), Hasher, Installation.Get<PasswordGate>(), renew);

        await Assert.ThrowsAnyAsync<Exception>(() => check.CheckAsync("default", Post.Anna, Right, null, CancellationToken.None));

        Assert.Equal(1, failing.Failures);
        Assert.Equal("old:" + Right, await HashAsync());
        using var old = new CheckedPassword(await AnnaAsync(a => a), Hasher.SecretOf("old:", Right));
        Assert.Equal(Post.Anna, Assert.Single(await OpenAsync(old)).Address);
    }

    // As if the portal had been installed with fewer rounds: hashes and slots are those of the old kind.
    private async Task MakeOldAsync()
    {
        foreach (var address in (string[])[Post.Anna, Post.Bert])
        {
            var account = await Installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address)
                .Join(db.Users, m => m.AccountId, a => a.Id, (_, a) => a).SingleAsync());
            using var password = new NewPassword("old:" + Right, Hasher.SecretOf("old:", Right));
            var mailboxes = await Installation.Get<UnlockMailboxes>().OfAsync(account.Id, CancellationToken.None);
            await Installation.QueryAsync(async db =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                Assert.True(await Installation.Get<WritePassword>().WriteAsync(db, account, password, mailboxes, CancellationToken.None));
                await transaction.CommitAsync();
                return 0;
            });
        }
    }

    private Task<IReadOnlyList<UnlockedMailbox>> OpenAsync(CheckedPassword right) =>
        Installation.Get<UnlockMailboxes>().OfAsync(right.Account.Id, right.Secret!, CancellationToken.None);

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 36)]
    [InlineData(5_000_000, 36)]
    public async Task Nothing_longer_than_a_thousand_characters_is_hashed(int length, int longest)
    {
        Assert.Null(await CheckAsync(new string('x', length)));

        // 36: the random password that stands in for nobody's.
        Assert.Equal((longest, 1), (Hasher.Longest, Hasher.Verified));
    }

    private Task<string?> HashAsync() => AnnaAsync(a => a.PasswordHash);

    private Task<List<(Guid, int, DateTimeOffset?, string?)>> AccountsAsync() => Installation.QueryAsync(async db =>
        (await db.Users.OrderBy(a => a.Id).ToListAsync()).Select(a => (a.Id, a.AccessFailedCount, a.LockoutEnd, a.PasswordHash)).ToList());
}
