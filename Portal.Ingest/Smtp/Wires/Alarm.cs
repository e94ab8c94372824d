namespace Portal.Ingest.Smtp.Wires;

/// <summary>One timer a connection, set only while something is waited for.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly ITimer _timer;
    private volatile bool _rang;

    public Alarm(TimeProvider time, Action ring) => _timer = time.CreateTimer(
        _ =>
        {
            _rang = true;
            ring();
        },
        null,
        Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);

    /// <summary>Whether it rang since it was set.</summary>
    public bool Rang => _rang;

    public void Set(TimeSpan after)
    {
        _rang = false;
        _timer.Change(after > TimeSpan.Zero ? after : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
