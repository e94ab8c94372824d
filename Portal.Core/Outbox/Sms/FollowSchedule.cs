namespace Portal.Core.Outbox.Sms;

/// <summary>When a provider is asked what became of an SMS: a few times, then it is left as it is.</summary>
internal static class FollowSchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>The wait before the next question; null when there is none.</summary>
    /// <param name="asked">How often the provider was asked.</param>
    public static TimeSpan? After(int asked) => asked < Waits.Length ? Waits[asked] : null;
}
