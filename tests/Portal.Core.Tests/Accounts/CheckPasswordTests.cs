using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
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
    public async Task The_hash_of_an_account_with_password_slots_is_not_replaced_alone_for_they_would_open_no_more()
    {
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "old:" + Right)));
        await Installation.QueryAsync(async db =>
        {
            var mailbox = await db.Mailboxes.SingleAsync(m => m.Address == Post.Anna);
            db.Add(new KeySlot
            {
                Id = Guid.NewGuid(), MailboxId = mailbox.Id, Kind = KeySlotKind.Password, Slot = [1], CreatedAt = mailbox.CreatedAt,
            });
            return await db.SaveChangesAsync();
        });

        Assert.NotNull(await CheckAsync(Right));
        Assert.NotNull(await CheckAsync(Right, Post.Bert));

        Assert.Equal("old:" + Right, await HashAsync());
        Assert.Equal(1, await Installation.QueryAsync(db => db.Users.CountAsync(a => a.PasswordHash == "new:" + Right)));
    }

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
