using System.Threading.Channels;

namespace Portal.Core.Outbox;

/// <summary>Wakes the outbox's worker in the same process; another process's worker finds the entry at its next look.</summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something was written. Cheap; many calls count as one.</summary>
    public void Wake() => _raised.Writer.TryWrite(true);

    /// <summary>Waits for <see cref="Wake"/>, but no longer than <paramref name="atMost"/>.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _raised.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody called in time: the caller looks for itself.
        }
    }
}
