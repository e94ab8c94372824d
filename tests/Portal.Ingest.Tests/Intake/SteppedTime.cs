namespace Portal.Ingest.Tests.Intake;

/// <summary>The real time, and later: what a test would have to wait for is added.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private TimeSpan _added;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _added;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(_added.TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => _added += by;
}
