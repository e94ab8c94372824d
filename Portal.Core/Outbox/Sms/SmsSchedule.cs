namespace Portal.Core.Outbox.Sms;

/// <summary>How long an SMS waits after each failed attempt: somebody sits before a page that asks for the code.</summary>
internal static class SmsSchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10),
    ];

    // Of what may have left there is one try more: the limits count SMS, and each double is one that they did not count.
    private const int MostDoubtful = 2;

    /// <summary>The wait after the given number of attempts (1 or more); null when it was the last.</summary>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="mayHaveLeft">Whether the last attempt may have worked without our hearing of it.</param>
    public static TimeSpan? After(int attempts, bool mayHaveLeft) =>
        attempts > Waits.Length || (mayHaveLeft && attempts >= MostDoubtful) ? null : Waits[Math.Max(attempts, 1) - 1];
}
