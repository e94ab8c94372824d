namespace Portal.Core.Outbox;

/// <summary>A way out of the portal, as its worker sees it.</summary>
internal interface IWayOut
{
    /// <summary>How many entries may be on their way at once.</summary>
    int Lanes { get; }

    /// <summary>The longest that sending one can take; an entry's lease outlasts it.</summary>
    TimeSpan LongestSend { get; }

    /// <summary>Makes durable all that was sent. Called before the entries are marked as sent and their boxes emptied.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
