using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class CheckPasswordTests : IAsyncLifetime
{
    private const string Right = Invitation.OwnPassword;
    private const string Wrong = "twelve quiet herons";
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    private readonly CountingHasher _hasher = new();
    private Installation _installation = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync(services => services.AddSingleton<IPasswordHasher<Account>>(_hasher));
        await RegisterAsync(Post.Anna);
        await RegisterAsync(Post.Bert);
        _hasher.Forget();
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_right_password_gives_the_addresss_account()
    {
        var anna = await CheckAsync(Right);
        var bert = await CheckAsync(Right, Post.Bert);

        Assert.NotNull(anna);
        Assert.NotNull(bert);
        Assert.NotEqual(anna.Id, bert.Id);
        Assert.Equal("Anna Recipient", _installation.Get<ReadProfile>().Of(anna).Name);
    }

    [Theory]
    [InlineData("default", Post.Anna, Wrong)]
    [InlineData("default", Post.Anna, "")]
    [InlineData("default", "nobody@recipient.example", Right)]
    [InlineData("default", "", Right)]
    [InlineData("default", "anna@recipient.example' OR '1'='1", Right)]
    [InlineData("other", Post.Anna, Right)]
    public async Task Anything_else_gives_none(string tenant, string address, string password) => Assert.Null(
        await _installation.Get<CheckPassword>().CheckAsync(tenant, address, password, CancellationToken.None));

    [Fact]
    public async Task A_mailbox_that_nobody_has_registered_gives_none()
    {
        await Invitation.SendAsync(_installation, "carl@recipient.example");

        Assert.Null(await CheckAsync("", "carl@recipient.example"));
        Assert.Null(await CheckAsync(Right, "carl@recipient.example"));
    }

    [Fact]
    public async Task The_fifth_failure_locks_the_account_against_the_right_password_too()
    {
        await FailAsync(4);
        Assert.NotNull(await CheckAsync(Right)); // and the count begins anew
        await FailAsync(4);
        Assert.Null(await LockedUntilAsync());

        await FailAsync(1);

        Assert.Equal(_installation.Clock.GetUtcNow() + Lock, await LockedUntilAsync());
        Assert.Null(await CheckAsync(Right));
        Assert.NotNull(await CheckAsync(Right, Post.Bert));
    }

    [Fact]
    public async Task The_lock_ends_by_the_clock_however_often_somebody_tries()
    {
        await FailAsync(5);
        for (var minute = 0; minute < 4; minute++)
        {
            _installation.Clock.Move(TimeSpan.FromMinutes(1));
            Assert.Null(await CheckAsync(Right));
            Assert.Null(await CheckAsync(Wrong));
        }

        _installation.Clock.Move(TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(1));
        Assert.Null(await CheckAsync(Right));
        _installation.Clock.Move(TimeSpan.FromSeconds(1));

        Assert.NotNull(await CheckAsync(Right));
        Assert.Null(await LockedUntilAsync());
    }

    [Fact]
    public async Task After_a_lock_the_count_begins_anew_so_that_a_try_now_and_then_locks_nobody_out()
    {
        await FailAsync(5);
        _installation.Clock.Move(Lock);

        await FailAsync(4);
        Assert.Null(await LockedUntilAsync());
        Assert.NotNull(await CheckAsync(Right));

        await FailAsync(5);
        Assert.Equal(_installation.Clock.GetUtcNow() + Lock, await LockedUntilAsync());
    }

    [Fact]
    public async Task A_right_guess_among_many_at_once_fails_when_the_wrong_ones_have_locked_the_account()
    {
        using var others = new ManualResetEventSlim();
        _hasher.BeforeSuccess = others.Wait;
        var guess = Task.Run(() => CheckAsync(Right));

        await FailBesideAsync(5);
        others.Set();

        Assert.Null(await guess);
    }

    [Theory]
    [InlineData(Post.Anna)]
    [InlineData("nobody@recipient.example")]
    public async Task A_known_and_an_unknown_address_cost_the_same(string address)
    {
        var commands = new CountedCommands();
        var check = new CheckPassword(
            new WatchedContexts(_installation, commands).Open(), _hasher, _installation.Get<PasswordGate>(), _installation.Clock);

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.Null(await check.CheckAsync("default", address, Wrong, CancellationToken.None));

            Assert.Equal((1, attempt), (_hasher.Hashed, _hasher.Verified));
            Assert.Equal((attempt, attempt), (commands.Queries, commands.Writes));
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
        await _installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "old:" + Right)));

        await FailAsync(1);
        Assert.Equal("old:" + Right, await HashAsync());
        Assert.NotNull(await CheckAsync(Right));

        Assert.Equal("new:" + Right, await HashAsync());
        Assert.NotNull(await CheckAsync(Right));
    }

    [Fact]
    public async Task The_hash_of_an_account_with_password_slots_is_not_replaced_alone_for_they_would_open_no_more()
    {
        await _installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "old:" + Right)));
        await _installation.QueryAsync(async db =>
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
        Assert.Equal(1, await _installation.QueryAsync(db => db.Users.CountAsync(a => a.PasswordHash == "new:" + Right)));
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 36)]
    [InlineData(5_000_000, 36)]
    public async Task Nothing_longer_than_a_thousand_characters_is_hashed(int length, int longest)
    {
        Assert.Null(await CheckAsync(new string('x', length)));

        // 36: the random password that stands in for nobody's.
        Assert.Equal((longest, 1), (_hasher.Longest, _hasher.Verified));
    }

    private Task<Account?> CheckAsync(string password, string address = Post.Anna) =>
        _installation.Get<CheckPassword>().CheckAsync("default", address, password, CancellationToken.None);

    private async Task FailAsync(int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.Null(await CheckAsync(Wrong));
        }
    }

    // With a gate of its own: the waiting guess may hold the only core's place.
    private async Task FailBesideAsync(int times)
    {
        using var gate = new PasswordGate();
        var check = new CheckPassword(new WatchedContexts(_installation).Open(), _hasher, gate, _installation.Clock);
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.Null(await check.CheckAsync("default", Post.Anna, Wrong, CancellationToken.None));
        }
    }

    private async Task RegisterAsync(string address) => Assert.IsType<RegisterOutcome.Registered>(await _installation.Get<RegisterAccount>()
        .RegisterAsync((await Invitation.SendAsync(_installation, address)).Request(), CancellationToken.None));

    private Task<DateTimeOffset?> LockedUntilAsync() => AnnaAsync(a => a.LockoutEnd);

    private Task<string?> HashAsync() => AnnaAsync(a => a.PasswordHash);

    private Task<T> AnnaAsync<T>(System.Linq.Expressions.Expression<Func<Account, T>> what) => _installation.QueryAsync(db => db.Mailboxes
        .Where(m => m.Address == Post.Anna).Join(db.Users, m => m.AccountId, a => a.Id, (_, a) => a).Select(what).SingleAsync());

    private Task<List<(Guid, int, DateTimeOffset?, string?)>> AccountsAsync() => _installation.QueryAsync(async db =>
        (await db.Users.OrderBy(a => a.Id).ToListAsync()).Select(a => (a.Id, a.AccessFailedCount, a.LockoutEnd, a.PasswordHash)).ToList());
}
