using System.Diagnostics;
using System.Security.Cryptography;
using TestKit;

namespace Portal.CrashTests;

/// <summary>One run from an empty data folder to the verdict.</summary>
internal static class CrashRun
{
    private const int LongestJitter = 40; // milliseconds

    /// <returns>Whether nothing was violated.</returns>
    public static async Task<bool> RunAsync(Plan plan)
    {
        using var folder = new TempFolder();
        using var sender = new Sender();
        var clock = Stopwatch.StartNew();
        var data = folder.File("data");
        await File.WriteAllTextAsync(folder.File("sender.crt"), sender.CertificatePem);
        var (status, _, error) = await RunningPortal.CommandAsync(data, "tunnel", "trust", folder.File("sender.crt"), "--name", "sender");
        if (status != 0)
        {
            throw new InvalidOperationException(error);
        }

        await using IWayOut wayOut = plan.Pickup ? new PickupSink(data) : new RelaySink();
        var pool = await MailPool.CreateAsync(folder.File("pool"), plan, sender, Path.Combine(data, "tunnel", "tunnel.crt"));
        var report = new Report();
        report.Add("mails", plan.Mails);
        report.Add("prepared_s", clock.Elapsed.TotalSeconds);
        clock.Restart();
        var feeder = new Feeder(pool);
        report.Add("kills", await KillAsync(plan, feeder, data, wayOut.Settings));
        report.Add("killed_s", clock.Elapsed.TotalSeconds);
        await JudgeAsync(plan, feeder, pool, data, wayOut, report);
        return report.Print();
    }

    // The portal's last life: what still waits goes in, everything comes out, and then it is counted.
    private static async Task JudgeAsync(Plan plan, Feeder feeder, MailPool pool, string data, IWayOut wayOut, Report report)
    {
        var clock = Stopwatch.StartNew();
        await using (var portal = await RunningPortal.StartAsync(data, wayOut.Settings))
        {
            await feeder.RunAsync(portal.LmtpPort);
            report.Add("acknowledged", feeder.Acknowledged);
            report.Add("sent_again", feeder.SentAgain);
            report.Violation("waiting", feeder.Waiting);
            await JudgeNotices.WaitAsync(data, report);
            using var person = new Person(portal);
            await person.RegisterAsync(wayOut.Received.Links.Values.First(), wayOut.Received.InitialPassword);
            if (plan.Spoil)
            {
                await Spoil.RunAsync(data);
                wayOut.Received.Spoil();
            }

            await Judge.MailboxAsync(person, pool, report);
        }

        await JudgeNotices.RunAsync(data, plan, wayOut.Received, report);
        await Judge.BlobsAsync(data, plan, report);
        report.Add("judged_s", clock.Elapsed.TotalSeconds);
    }

    // Each life of the portal gets its share of mails, and ends somewhere within it or a moment later.
    private static async Task<int> KillAsync(Plan plan, Feeder feeder, string data, string[] settings)
    {
        var underLoad = 0;
        for (var kill = 0; kill < plan.Kills; kill++)
        {
            await using var portal = await RunningPortal.StartAsync(data, settings);
            var share = 2 * feeder.Waiting / (plan.Kills - kill + 1);
            var until = feeder.Acknowledged + RandomNumberGenerator.GetInt32(0, share + 1);
            var burst = feeder.RunAsync(portal.LmtpPort);
            while (feeder.Acknowledged < until && !burst.IsCompleted)
            {
                await Task.Delay(1);
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(0, LongestJitter));
            underLoad += burst.IsCompleted ? 0 : 1;
            await portal.KillAsync();
            await burst;
        }

        return underLoad;
    }
}
