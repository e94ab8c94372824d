namespace Portal.Core.Messages.Search;

/// <summary>Lets each reader do one thing at a time, a few more wait, and one reader's crowd holds up nobody else.</summary>
internal sealed class ReaderLanes
{
    // The one that works, and the windows of a person in haste.
    private const int Most = 4;

    private readonly Dictionary<Guid, Lane> _lanes = [];

    /// <summary>Waits for the reader's turn.</summary>
    /// <returns>What ends the turn when it is disposed of, or null where too many wait already.</returns>
    public async Task<IDisposable?> EnterAsync(Guid reader, CancellationToken cancellationToken)
    {
        Lane? lane;
        lock (_lanes)
        {
            if (!_lanes.TryGetValue(reader, out lane))
            {
                _lanes.Add(reader, lane = new Lane(this, reader));
            }

            if (lane.Inside == Most)
            {
                return null;
            }

            lane.Inside++;
        }

        try
        {
            await lane.Turn.WaitAsync(cancellationToken);
            return lane;
        }
        catch
        {
            Leave(lane);
            throw;
        }
    }

    private void Leave(Lane lane)
    {
        lock (_lanes)
        {
            if (--lane.Inside == 0)
            {
                _lanes.Remove(lane.Reader);
                lane.Turn.Dispose();
            }
        }
    }

    private sealed class Lane(ReaderLanes lanes, Guid reader) : IDisposable
    {
        public Guid Reader => reader;

        public SemaphoreSlim Turn { get; } = new(1);

        public int Inside { get; set; }

        public void Dispose()
        {
            Turn.Release();
            lanes.Leave(this);
        }
    }
}
