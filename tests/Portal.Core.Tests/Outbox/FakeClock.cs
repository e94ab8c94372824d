namespace Portal.Core.Tests.Outbox;

/// <summary>A clock that stands until it is moved. Timers run in real time.</summary>
internal sealed class FakeClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 14, 5, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
