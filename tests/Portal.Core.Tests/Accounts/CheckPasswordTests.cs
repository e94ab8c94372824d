using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class CheckPasswordTests : IAsyncLifetime
{
    private const string Right = Invitation.OwnPassword;
    private const string Wrong = "twelve quiet herons";
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

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
        await _installation.Get<CheckPassword>().CheckAsync(tenant, address, password, null, CancellationToken.None));

    [Fact]
    public async Task A_mailbox_that_nobody_has_registered_gives_none()
    {
        await Invitation.SendAsync(_installation, "carl@recipient.example");

        Assert.Null(await CheckAsync("", "carl@recipient.example"));
        Assert.Null(await CheckAsync(Right, "carl@recipient.example"));
    }

    [Fact]
    public async Task Five_wrong_tries_are_free_and_then_the_right_password_waits_too()
    {
        await FailAsync(4);
        Assert.NotNull(await CheckAsync(Right)); // and the count begins anew
        await FailAsync(4);
        Assert.Null(await LockedUntilAsync());

        await FailAsync(1);

        Assert.Equal(_installation.Clock.GetUtcNow() + FirstWait, await LockedUntilAsync());
        Assert.Null(await CheckAsync(Right));
        Assert.NotNull(await CheckAsync(Right, Post.Bert));
    }

    [Fact]
    public async Task The_wait_ends_by_the_clock_however_often_somebody_tries()
    {
        await FailAsync(5);
        for (var second = 0; second < 29; second++)
        {
            _installation.Clock.Move(TimeSpan.FromSeconds(1));
            Assert.Null(await CheckAsync(Right));
            Assert.Null(await CheckAsync(Wrong));
        }

        _installation.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.NotNull(await CheckAsync(Right));
        Assert.Null(await LockedUntilAsync());
    }

    [Fact]
    public async Task Each_wrong_try_after_a_wait_makes_the_next_one_longer_until_a_right_one()
    {
        await FailAsync(5);
        foreach (var seconds in (int[])[30, 60, 120, 240, 480, 900, 900])
        {
            Assert.Equal(_installation.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), await LockedUntilAsync());
            _installation.Clock.Move(TimeSpan.FromSeconds(seconds));
            await FailAsync(1);
        }

        _installation.Clock.Move(TimeSpan.FromMinutes(15));
        Assert.NotNull(await CheckAsync(Right));
        await FailAsync(5);
        Assert.Equal(_installation.Clock.GetUtcNow() + FirstWait, await LockedUntilAsync());
    }

    [Fact]
    public async Task After_a_hundred_wrong_tries_in_a_row_the_password_is_good_no_more()
    {
        for (var attempt = 0; attempt < 99; attempt++)
        {
            await FailAsync(1);
            _installation.Clock.Move(TimeSpan.FromMinutes(15));
        }

        Assert.NotNull(await CheckAsync(Right)); // the hundredth may still be right
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await FailAsync(1);
            _installation.Clock.Move(TimeSpan.FromMinutes(15));
        }

        _installation.Clock.Move(TimeSpan.FromDays(1000));
        Assert.Null(await CheckAsync(Right));
    }

    [Fact]
    public async Task A_known_browser_is_spared_the_waits_that_strangers_cause_and_has_its_own()
    {
        var known = DeviceSecret.Create();
        await _installation.Get<RememberDevice>().SeenAsync(await AnnaAsync(a => a.Id), known, CancellationToken.None);
        await FailAsync(5);
        Assert.Null(await CheckAsync(Right));
        Assert.Null(await CheckAsync(Right, device: DeviceSecret.Create()));

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await CheckAsync(Wrong, device: known));
        }

        Assert.Null(await CheckAsync(Right, device: known));
        _installation.Clock.Move(FirstWait);
        Assert.NotNull(await CheckAsync(Right, device: known));
    }

    [Fact]
    public async Task A_browser_known_to_another_is_a_strangers()
    {
        var known = DeviceSecret.Create();
        await _installation.Get<RememberDevice>().SeenAsync(await AnnaAsync(a => a.Id), known, CancellationToken.None);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await CheckAsync(Wrong, Post.Bert, known));
        }

        Assert.Null(await CheckAsync(Right, Post.Bert, known));
        Assert.NotNull(await CheckAsync(Right, Post.Anna, known));
    }

    [Fact]
    public async Task Parallel_guesses_get_no_try_more_than_the_ladder_gives()
    {
        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => CheckAsync(Wrong))));

        Assert.All(guesses, Assert.Null);
        Assert.Equal(5, await AnnaAsync(a => a.AccessFailedCount));
    }

    [Fact]
    public async Task A_right_try_that_was_let_in_before_the_wrong_ones_is_still_right()
    {
        using var others = new ManualResetEventSlim();
        _hasher.BeforeSuccess = others.Wait;
        var guess = Task.Run(() => CheckAsync(Right));
        Assert.True(SpinWait.SpinUntil(() => _hasher.Verified == 1, TimeSpan.FromSeconds(30)));

        await FailBesideAsync(4);
        others.Set();

        Assert.NotNull(await guess);
    }

    [Fact]
    public async Task A_try_whose_password_could_not_be_hashed_is_not_counted()
    {
        using var hold = new ManualResetEventSlim();
        using var gate = new PasswordGate();
        var busy = Enumerable.Range(0, 64).Select(_ => gate.RunAsync(() => hold.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None)).ToList();
        var check = Checking(new WatchedContexts(_installation).Open(), gate);

        await Assert.ThrowsAsync<TooManySignInsException>(() => check.CheckAsync("default", Post.Anna, Wrong, null, CancellationToken.None));

        hold.Set();
        await Task.WhenAll(busy);
        Assert.Equal(0, await AnnaAsync(a => a.AccessFailedCount));
    }

    [Theory]
    [InlineData(Post.Anna)]
    [InlineData("nobody@recipient.example")]
    public async Task A_known_and_an_unknown_address_cost_the_same(string address)
    {
        var commands = new CountedCommands();
        var check = Checking(new WatchedContexts(_installation, commands).Open(), _installation.Get<PasswordGate>());

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.Null(await check.CheckAsync("default", address, Wrong, null, CancellationToken.None));

            // Each commit is a wait for the disk; what it holds is not to be felt beside it.
            Assert.Equal((1, attempt), (_hasher.Hashed, _hasher.Verified));
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

    private Task<Account?> CheckAsync(string password, string address = Post.Anna, DeviceSecret? device = null) =>
        _installation.Get<CheckPassword>().CheckAsync("default", address, password, device, CancellationToken.None);

    private CheckPassword Checking(IDbContextFactory<PortalContext> contexts, PasswordGate gate) =>
        new(new CountTries(contexts, _installation.Clock), _hasher, gate);

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
        var check = Checking(new WatchedContexts(_installation).Open(), gate);
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.Null(await check.CheckAsync("default", Post.Anna, Wrong, null, CancellationToken.None));
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
