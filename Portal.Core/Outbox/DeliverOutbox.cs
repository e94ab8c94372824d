using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>Sends what is due on one way out, for as long as the portal runs. Mails and SMS have a worker each: a slow relay holds up no code.</summary>
internal sealed partial class DeliverOutbox(
    OutboxQueue queue, TakeOverOutbox takeOver, SendEntry send, DropSentBlobs drop, IWayOut transport, OutboxSignal signal, OutboxPace pace, TimeProvider clock,
    ILogger<DeliverOutbox> logger)
    : BackgroundService
{
    // An entry that waits its turn behind slow ones is not begun any more when its lease could run out on the way.
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<Settlement> _over = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var grace = new CancellationTokenSource();
        await using var _ = stoppingToken.Register(() => grace.CancelAfter(pace.Grace));
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = transport.Lanes, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(ClaimedAsync(stoppingToken), lanes, async (entry, _) =>
        {
            var begin = !stoppingToken.IsCancellationRequested && clock.GetUtcNow() + transport.LongestSend <= entry.DueAt;
            _over.Enqueue(begin ? await send.SendAsync(entry, grace.Token) : new Settlement(entry, new SendOutcome.NotBegun()));
            signal.Wake();
        });
        await TurnAsync(most: 0, CancellationToken.None);
    }

    /// <summary>Entries as they fall due. While one is slow in its lane, the others go on.</summary>
    private async IAsyncEnumerable<OutboxEntry> ClaimedAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var claimed = await TurnAsync(pace.Batch, stopping);
            foreach (var entry in claimed)
            {
                yield return entry;
            }

            if (claimed.Count < pace.Batch && !await RestAsync(stopping))
            {
                yield break;
            }
        }
    }

    private async Task<IReadOnlyList<OutboxEntry>> TurnAsync(int most, CancellationToken cancellationToken)
    {
        List<Settlement> settled = [];
        while (_over.TryDequeue(out var settlement))
        {
            settled.Add(settlement);
        }

        try
        {
            if (settled.Exists(s => s.State == OutboxState.Sent))
            {
                await transport.FlushAsync(cancellationToken);
            }

            if (most > 0)
            {
                await takeOver.RunAsync(cancellationToken);
            }

            var claimed = await queue.TurnAsync(settled, most, transport.LongestSend + Spare, cancellationToken);
            await DropAsync(settled);
            return claimed;
        }
        catch (Exception error)
        {
            // Nothing is forgotten: what is over is written down at the next turn.
            settled.ForEach(_over.Enqueue);
            if (!cancellationToken.IsCancellationRequested)
            {
                LogDatabase(error.GetType().Name);
            }

            return [];
        }
    }

    // After the commit; what fails here the daily sweep makes good.
    private async Task DropAsync(List<Settlement> settled)
    {
        try
        {
            await drop.RunAsync(settled, CancellationToken.None);
        }
        catch (Exception error)
        {
            LogDatabase(error.GetType().Name);
        }
    }

    private async Task<bool> RestAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pace.Pause, clock, stopping);
            await signal.WaitAsync(pace.Poll, clock, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The outbox cannot be read or written ({Failure}); it is tried again.")]
    private partial void LogDatabase(string failure);
}
