using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TestKit;

namespace Portal.CrashTests.Replies;

/// <summary>A person answers again and again while the plug is pulled; then what the gateway got is compared with what was acknowledged.</summary>
internal static class ReplyRun
{
    private const int LongestJitter = 40; // milliseconds

    /// <returns>Whether nothing was violated.</returns>
    public static async Task<bool> RunAsync(Plan plan)
    {
        using var folder = new TempFolder();
        using var sender = new Sender();
        var data = folder.File("data");
        await File.WriteAllTextAsync(folder.File("sender.crt"), sender.CertificatePem);
        var (status, _, error) = await RunningPortal.CommandAsync(data, "tunnel", "trust", folder.File("sender.crt"), "--name", "sender");
        if (status != 0)
        {
            throw new InvalidOperationException(error);
        }

        var mails = new ReplyMails();
        await using var relay = new RelaySink(mails.Take);
        using var writer = new ReplyWriter(plan.Replies);
        string[] settings = [.. relay.Settings, "--Tenants:default:MaxRepliesPerDay=10000"];
        var message = await BeginAsync(data, relay, sender, writer);
        var report = new Report();
        var clock = Stopwatch.StartNew();
        report.Add("replies", plan.Replies);
        report.Add("kills", await KillAsync(plan, writer, message, data, settings));
        report.Add("killed_s", clock.Elapsed.TotalSeconds);
        await using (var portal = await RunningPortal.StartAsync(data, settings))
        {
            await writer.RunAsync(portal.Web, message);
            await JudgeNotices.WaitAsync(data, report);
        }

        report.Add("acknowledged", writer.Acknowledged);
        report.Add("sent_again", writer.SentAgain);
        report.Violation("waiting", writer.Waiting);
        if (plan.Spoil)
        {
            mails.Spoil();
        }

        using var signer = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "tunnel", "signing.crt"));
        await JudgeReplies.RunAsync(data, plan, mails, mail => sender.Unwrap(mail, signer), report);
        return report.Print();
    }

    // One mail comes in; its recipient registers.
    private static async Task<Guid> BeginAsync(string data, RelaySink relay, Sender sender, ReplyWriter writer)
    {
        await using var portal = await RunningPortal.StartAsync(data, relay.Settings);
        using var tunnel = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "tunnel", "tunnel.crt"));
        await using var client = await MailClient.ConnectAsync(portal.LmtpPort, lmtp: true);
        await client.SendAsync(sender.Wrap(Sender.Original(2000), tunnel), "bob@example.org");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (relay.Received.Links.Count == 0 || relay.Received.InitialPassword.Length == 0)
        {
            await Task.Delay(50, patience.Token);
        }

        return await writer.RegisterAsync(portal.Web, relay.Received.Links.Values.First(), relay.Received.InitialPassword);
    }

    private static async Task<int> KillAsync(Plan plan, ReplyWriter writer, Guid message, string data, string[] settings)
    {
        var underLoad = 0;
        for (var kill = 0; kill < plan.Kills; kill++)
        {
            await using var portal = await RunningPortal.StartAsync(data, settings);
            var share = 2 * writer.Waiting / (plan.Kills - kill + 1);
            var until = writer.Acknowledged + RandomNumberGenerator.GetInt32(0, share + 1);
            var burst = writer.RunAsync(portal.Web, message);
            while (writer.Acknowledged < until && !burst.IsCompleted)
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
