namespace Portal.Core.Outbox;

/// <summary>How long a mail waits after each failed attempt. Counted in attempts, so that a portal that stood still loses no mail.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] First =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30)];

    // 53 minutes of short waits, then hours until five days are full (RFC 5321 section 4.5.4.1 asks for at least four or five).
    private const int LastAttempt = 5 + (5 * 24);

    /// <summary>The wait after the given number of attempts (1 or more); null when it was the last.</summary>
    public static TimeSpan? After(int attempts) => attempts switch
    {
        >= LastAttempt => null,
        <= 5 => First[Math.Max(attempts, 1) - 1],
        _ => TimeSpan.FromHours(1),
    };
}
