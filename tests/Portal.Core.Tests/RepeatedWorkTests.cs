using Microsoft.Extensions.Logging;
using Portal.Core.Tests.Outbox;
using Xunit;

namespace Portal.Core.Tests;

public sealed class RepeatedWorkTests
{
    [Fact]
    public async Task A_step_that_fails_keeps_neither_the_others_nor_the_next_time_and_says_only_its_kind()
    {
        var log = new CapturedLog<Work>();
        using var work = new Work(log);

        await work.StartAsync(CancellationToken.None);
        await work.Thrice.WaitAsync(TimeSpan.FromSeconds(30));
        await work.StopAsync(CancellationToken.None);

        Assert.True(log.Lines.Count >= 2);
        Assert.All(log.Lines, line => Assert.Contains("Work, step 1, failed (FormatException)", line, StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("c4n4ry", StringComparison.Ordinal));
    }

    private sealed class Work(ILogger<Work> log) : RepeatedWork(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeProvider.System, log)
    {
        private readonly TaskCompletionSource _thrice = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _times;

        public Task Thrice => _thrice.Task;

        protected override IReadOnlyList<Func<CancellationToken, Task>> Steps =>
        [
            _ => throw new FormatException("c4n4ry"),
            _ =>
            {
                if (Interlocked.Increment(ref _times) == 3)
                {
                    _thrice.SetResult();
                }

                return Task.CompletedTask;
            },
        ];
    }
}
