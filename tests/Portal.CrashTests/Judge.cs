using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Core;
using Portal.Core.Messages;
using TestKit;

namespace Portal.CrashTests;

/// <summary>Compares what was acknowledged with what there is.</summary>
internal static class Judge
{
    private const double DoubledNoticesAllowed = 0.001;

    private static readonly TimeSpan NoticePatience = TimeSpan.FromMinutes(2);

    /// <summary>Signs in and downloads every message: each original once, byte for byte.</summary>
    public static async Task MailboxAsync(RunningPortal portal, MailPool pool, Report report)
    {
        var outgoing = new Outgoing(portal.Data);
        using var person = new Person(portal);
        var notice = (await outgoing.ToAsync("bob@example.org"))[0];
        await person.RegisterAsync(Outgoing.Link(notice), Outgoing.InitialPassword((await outgoing.ToAsync("alice@example.com"))[0]));
        var found = new ConcurrentBag<string>();
        var some = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(await person.InboxAsync(), some, async (id, cancellationToken) =>
        {
            using var answer = await person.GetAsync($"/messages/{id:N}/original.eml");
            answer.EnsureSuccessStatusCode();
            await using var original = await answer.Content.ReadAsStreamAsync(cancellationToken);
            found.Add(Convert.ToHexString(await SHA256.HashDataAsync(original, cancellationToken)));
        });
        var expected = pool.Hashes.Values.ToHashSet();
        report.Add("in_mailbox", found.Count);
        report.Violation("lost", expected.Except(found).Count());
        report.Violation("foreign", found.Except(expected).Count());
        report.Violation("doubled", found.Count - found.Distinct().Count());
    }

    /// <summary>Waits for the outbox: one notice a message.</summary>
    public static async Task NoticesAsync(RunningPortal portal, Plan plan, Report report)
    {
        var waited = Stopwatch.StartNew();
        List<string> links;
        while ((links = Links(portal.Data)).Distinct().Count() < plan.Mails && waited.Elapsed < NoticePatience)
        {
            await Task.Delay(500);
        }

        var distinct = links.Distinct().Count();
        report.Add("notices", links.Count);
        report.Violation("notices_missing", plan.Mails - distinct);
        report.Violation("notices_doubled", links.Count - distinct, DoubledNoticesAllowed * plan.Mails);
    }

    /// <summary>The product's own sweep, two hours later: what is left is what messages name.</summary>
    public static async Task BlobsAsync(string data, Plan plan, Report report)
    {
        var builder = Host.CreateApplicationBuilder([$"--Portal:DataDirectory={data}", "--Logging:LogLevel:Default=Warning"]);
        builder.Services.AddSingleton<TimeProvider>(new Later());
        builder.Services.AddPortalCore(builder.Configuration).AddPortalIntake();
        using var host = builder.Build();
        report.Add("swept", (await host.Services.GetRequiredService<SweepBlobs>().RunAsync(CancellationToken.None)).Orphans);
        var aside = Path.Combine(data, "blobs", "aside") + Path.DirectorySeparatorChar;
        var blobs = Directory.GetFiles(Path.Combine(data, "blobs"), "*", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(aside, StringComparison.Ordinal)).ToList();
        report.Violation("orphans", Math.Abs(blobs.Count - plan.Mails));
        report.Violation("messages_beyond", Math.Abs(await CountMessagesAsync(data) - plan.Mails));
    }

    private static List<string> Links(string data) => [.. new Outgoing(data).All()
        .Where(mail => Regex.IsMatch(mail, "^To:.*bob@example.org", RegexOptions.Multiline)).Select(mail => Outgoing.Link(mail).AbsolutePath)];

    private static async Task<long> CountMessagesAsync(string data)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(data, "portal.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM \"Messages\"";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(2);
    }
}
