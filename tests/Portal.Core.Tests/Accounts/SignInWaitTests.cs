using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

/// <summary>The waits after wrong passwords: whom they hold up, for how long, and whom not.</summary>
public sealed class SignInWaitTests : PasswordChecks
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Five_wrong_tries_are_free_and_then_the_right_password_waits_too()
    {
        await FailAsync(4);
        Assert.NotNull(await CheckAsync(Right)); // and the count begins anew
        await FailAsync(4);
        Assert.Null(await LockedUntilAsync());

        await FailAsync(1);

        Assert.Equal(Installation.Clock.GetUtcNow() + FirstWait, await LockedUntilAsync());
        Assert.Null(await CheckAsync(Right));
        Assert.NotNull(await CheckAsync(Right, Post.Bert));
    }

    [Fact]
    public async Task The_wait_ends_by_the_clock_however_often_somebody_tries()
    {
        await FailAsync(5);
        for (var second = 0; second < 29; second++)
        {
            Installation.Clock.Move(TimeSpan.FromSeconds(1));
            Assert.Null(await CheckAsync(Right));
            Assert.Null(await CheckAsync(Wrong));
        }

        Installation.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.NotNull(await CheckAsync(Right));
        Assert.Null(await LockedUntilAsync());
    }

    [Fact]
    public async Task Each_wrong_try_after_a_wait_makes_the_next_one_longer_until_a_right_one()
    {
        await FailAsync(5);
        foreach (var seconds in (int[])[30, 60, 120, 240, 480, 900, 900])
        {
            Assert.Equal(Installation.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), await LockedUntilAsync());
            Installation.Clock.Move(TimeSpan.FromSeconds(seconds));
            await FailAsync(1);
        }

        Installation.Clock.Move(TimeSpan.FromMinutes(15));
        Assert.NotNull(await CheckAsync(Right));
        await FailAsync(5);
        Assert.Equal(Installation.Clock.GetUtcNow() + FirstWait, await LockedUntilAsync());
    }

    [Fact]
    public async Task After_a_hundred_wrong_tries_in_a_row_the_password_is_good_no_more()
    {
        for (var attempt = 0; attempt < 99; attempt++)
        {
            await FailAsync(1);
            Installation.Clock.Move(TimeSpan.FromMinutes(15));
        }

        Assert.NotNull(await CheckAsync(Right)); // the hundredth may still be right
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await FailAsync(1);
            Installation.Clock.Move(TimeSpan.FromMinutes(15));
        }

        Installation.Clock.Move(TimeSpan.FromDays(1000));
        Assert.Null(await CheckAsync(Right));
    }

    [Fact]
    public async Task A_known_browser_is_spared_the_waits_that_strangers_cause_and_has_its_own()
    {
        var known = DeviceSecret.Create();
        await Installation.Get<RememberDevice>().SeenAsync(await AnnaAsync(a => a.Id), known, "Firefox, Linux", CancellationToken.None);
        await FailAsync(5);
        Assert.Null(await CheckAsync(Right));
        Assert.Null(await CheckAsync(Right, device: DeviceSecret.Create()));

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await CheckAsync(Wrong, device: known));
        }

        Assert.Null(await CheckAsync(Right, device: known));
        Installation.Clock.Move(FirstWait);
        Assert.NotNull(await CheckAsync(Right, device: known));
    }

    [Fact]
    public async Task A_browser_known_to_another_is_a_strangers()
    {
        var known = DeviceSecret.Create();
        await Installation.Get<RememberDevice>().SeenAsync(await AnnaAsync(a => a.Id), known, "Firefox, Linux", CancellationToken.None);
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
        Hasher.BeforeSuccess = others.Wait;
        var guess = Task.Run(() => CheckAsync(Right));
        Assert.True(SpinWait.SpinUntil(() => Hasher.Verified == 1, TimeSpan.FromSeconds(30)));

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
        var check = Checking(new WatchedContexts(Installation).Open(), gate);

        await Assert.ThrowsAsync<TooManySignInsException>(() => check.CheckAsync("default", Post.Anna, Wrong, null, CancellationToken.None));

        hold.Set();
        await Task.WhenAll(busy);
        Assert.Equal(0, await AnnaAsync(a => a.AccessFailedCount));
    }

    // With a gate of its own: the waiting guess may hold the only core's place.
    private async Task FailBesideAsync(int times)
    {
        using var gate = new PasswordGate();
        var check = Checking(new WatchedContexts(Installation).Open(), gate);
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.Null(await check.CheckAsync("default", Post.Anna, Wrong, null, CancellationToken.None));
        }
    }

    private Task<DateTimeOffset?> LockedUntilAsync() => AnnaAsync(a => a.LockoutEnd);
}
