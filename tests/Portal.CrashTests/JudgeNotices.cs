using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Portal.CrashTests;

/// <summary>Compares the notices that came with the messages that there are.</summary>
internal static class JudgeNotices
{
    private const double DoubledAllowed = 0.001; // of the mails

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What the relay was given whole although nobody heard its answer is not sent again before a day is over.
    private const string StillToSend = """SELECT COUNT(*) FROM "Outbox" WHERE "State" <> 1 AND "LastFailure" IS NOT 'unconfirmed'""";

    /// <summary>Waits until nothing is left to be sent: not for leases of killed portals to run out, which takes longer.</summary>
    public static async Task WaitAsync(string data, Report report)
    {
        var waited = Stopwatch.StartNew();
        while (await Database.CountAsync(data, StillToSend) > 0 && waited.Elapsed < Patience)
        {
            await Task.Delay(100);
        }

        report.Add("notices_waited_s", waited.Elapsed.TotalSeconds);
    }

    /// <summary>At least one for each message, none for what is no message, and hardly any twice.</summary>
    public static async Task RunAsync(string data, Plan plan, Received received, Report report)
    {
        var tokens = await Database.KeysAsync(data, """SELECT hex("TokenHash") FROM "Notices" """);
        var came = received.Links.Values.Select(HashOfToken).ToHashSet();
        report.Add("notices", received.Links.Count);
        report.Violation("notices_missing", tokens.Except(came).Count());
        report.Violation("notices_foreign", came.Except(tokens).Count());
        report.Violation("notices_waiting", await Database.CountAsync(data, StillToSend));
        report.Add("notices_unconfirmed", await Database.CountAsync(data, """SELECT COUNT(*) FROM "Outbox" WHERE "LastFailure" = 'unconfirmed'"""));
        report.Violation("notices_doubled", received.Times.Values.Sum(times => times - 1), DoubledAllowed * plan.Mails);
    }

    private static string HashOfToken(Uri link) => Convert.ToHexString(SHA256.HashData(Base64Url.DecodeFromChars(link.Segments[^1])));
}
