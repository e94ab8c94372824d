namespace Portal.Core.Outbox;

/// <summary>How the worker paces itself.</summary>
internal sealed record OutboxPace
{
    /// <summary>How often it looks for due entries when nobody wakes it.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The rest between two turns at the database when there is less than a batch to do: bursts become few transactions.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many entries are claimed in one transaction.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>How long mails on their way may take to finish when the portal stops.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}
