namespace Portal.Core.Accounts.States;

/// <summary>
/// How long tries to sign in wait after wrong ones in a row: five are free, then 30 seconds, doubling to 15 minutes. After a hundred the
/// password is good no more and must be replaced (NIST SP 800-63B-4 §3.2.2).
/// </summary>
public static class SignInLadder
{
    /// <summary>As many wrong tries in a row as a password bears.</summary>
    public const int Most = 100;

    private const int Races = 16;
    private const int Free = 5;
    private const int LastDoubling = 5; // 30 s × 2⁵ is 16 minutes: from here on the longest wait holds
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>How long to wait after so many wrong tries in a row; nothing while they are free.</summary>
    public static TimeSpan? After(int failures) => failures switch
    {
        < Free => null,
        < Free + LastDoubling => First * (1 << (failures - Free)),
        _ => Longest,
    };

    /// <summary>Counts a try before it is made.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="read">Where the count stands.</param>
    /// <param name="set">Sets it from one to the other, where nobody else has counted meanwhile; gives how many rows that were.</param>
    /// <returns>Whether the try may succeed.</returns>
    internal static async Task<bool> CountAsync(TimeProvider time, Func<Task<Rung>> read, Func<Rung, Rung, Task<int>> set)
    {
        for (var race = 0; race < Races; race++)
        {
            var (now, rung) = (time.GetUtcNow(), await read());
            if (rung.Failed >= Most || rung.Until > now)
            {
                return false;
            }

            if (await set(rung, new Rung(rung.Failed + 1, now + After(rung.Failed + 1))) > 0)
            {
                return true;
            }
        }

        return false; // so many at once are no person's
    }

    /// <summary>Where a count stands.</summary>
    /// <param name="Failed">Wrong tries in a row.</param>
    /// <param name="Until">Until when the next one waits, or null.</param>
    internal readonly record struct Rung(int Failed, DateTimeOffset? Until);
}
