namespace Portal.Core.Accounts;

/// <summary>More people sign in at once than passwords can be hashed: 503 with Retry-After.</summary>
public sealed class TooManySignInsException() : Exception("More passwords wait to be hashed than the queue holds.");

/// <summary>Lets as many passwords be hashed at once as there are cores, and a bounded number wait, so that a flood of sign-ins
/// leaves the readers their time and the machine its memory.</summary>
public sealed class PasswordGate : IDisposable
{
    private const int QueueLength = 64;

    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private int _waiting;

    /// <summary>Runs the work off the caller's thread when there is room.</summary>
    /// <exception cref="TooManySignInsException">The queue is full.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > QueueLength)
        {
            Interlocked.Decrement(ref _waiting);
            throw new TooManySignInsException();
        }

        try
        {
            await _cores.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, CancellationToken.None);
            }
            finally
            {
                _cores.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _cores.Dispose();
}
