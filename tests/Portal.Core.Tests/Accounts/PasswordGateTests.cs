using Portal.Core.Accounts;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class PasswordGateTests : IDisposable
{
    private const int Places = 64;

    private readonly PasswordGate _gate = new();
    private readonly ManualResetEventSlim _go = new();
    private readonly SemaphoreSlim _began = new(0);
    private int _running;
    private int _mostRunning;

    public void Dispose()
    {
        _go.Set();
        _gate.Dispose();
        _go.Dispose();
        _began.Dispose();
    }

    [Fact]
    public async Task As_many_run_at_once_as_there_are_cores()
    {
        var work = Enumerable.Range(0, Places).Select(n => RunAsync(n)).ToList();
        for (var core = 0; core < Environment.ProcessorCount; core++)
        {
            await _began.WaitAsync();
        }

        _go.Set();

        Assert.Equal(Enumerable.Range(0, Places), await Task.WhenAll(work));
        Assert.Equal(Environment.ProcessorCount, _mostRunning);
    }

    [Fact]
    public async Task One_more_than_the_queue_holds_is_told_at_once()
    {
        var work = Enumerable.Range(0, Places).Select(n => RunAsync(n)).ToList();

        await Assert.ThrowsAsync<TooManySignInsException>(() => RunAsync(0));
        await Assert.ThrowsAsync<TooManySignInsException>(() => RunAsync(0));

        _go.Set();
        await Task.WhenAll(work);
        Assert.Equal(7, await RunAsync(7));
    }

    [Fact]
    public async Task Who_gives_up_waiting_frees_the_place()
    {
        using var patience = new CancellationTokenSource();
        var work = Enumerable.Range(0, Places - 10).Select(n => RunAsync(n)).ToList();
        for (var core = 0; core < Environment.ProcessorCount; core++)
        {
            await _began.WaitAsync();
        }

        var impatient = Enumerable.Range(0, 10).Select(n => RunAsync(n, patience.Token)).ToList();
        await Assert.ThrowsAsync<TooManySignInsException>(() => RunAsync(0));

        await patience.CancelAsync();
        foreach (var one in impatient)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        work.AddRange(Enumerable.Range(0, 10).Select(n => RunAsync(n)));
        await Assert.ThrowsAsync<TooManySignInsException>(() => RunAsync(0));
        _go.Set();
        Assert.Equal(Places, (await Task.WhenAll(work)).Length);
    }

    [Fact]
    public async Task Work_that_throws_frees_its_place()
    {
        for (var attempt = 0; attempt < 2 * Places; attempt++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(
                () => _gate.RunAsync<int>(() => throw new InvalidDataException(), CancellationToken.None));
        }

        _go.Set();
        Assert.Equal(1, await RunAsync(1));
    }

    private Task<int> RunAsync(int result, CancellationToken cancellationToken = default) => _gate.RunAsync(
        () =>
        {
            var running = Interlocked.Increment(ref _running);
            lock (_gate)
            {
                _mostRunning = Math.Max(_mostRunning, running);
            }

            _began.Release();
            _go.Wait(CancellationToken.None);
            Interlocked.Decrement(ref _running);
            return result;
        },
        cancellationToken);
}
