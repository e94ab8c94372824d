using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Core;
using Portal.Core.Messages;
using TestKit;

namespace Portal.CrashTests;

/// <summary>Compares what was acknowledged with what there is.</summary>
internal static class Judge
{
    /// <summary>Downloads every message: each original once, byte for byte.</summary>
    public static async Task MailboxAsync(Person person, MailPool pool, Report report)
    {
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

    /// <summary>The product's own sweep, two hours later: what is left is what messages name, and there are as many as were fed.</summary>
    public static async Task BlobsAsync(string data, Plan plan, Report report)
    {
        var messages = await OrphansAsync(data, report);
        report.Violation("messages_beyond", Math.Abs(messages - plan.Mails));
    }

    /// <summary>The product's own sweep, two hours later: what is left is what messages name, and outbox entries whose answer nobody heard.</summary>
    /// <returns>How many messages there are.</returns>
    public static async Task<long> OrphansAsync(string data, Report report)
    {
        var builder = Host.CreateApplicationBuilder([$"--Portal:DataDirectory={data}", "--Logging:LogLevel:Default=Warning"]);
        builder.Services.AddSingleton<TimeProvider>(new Later());
        builder.Services.AddPortalCore(builder.Configuration).AddPortalIntake();
        using var host = builder.Build();
        report.Add("swept", (await host.Services.GetRequiredService<SweepBlobs>().RunAsync(CancellationToken.None)).Orphans);
        var aside = Path.Combine(data, "blobs", "aside") + Path.DirectorySeparatorChar;
        var blobs = Directory.GetFiles(Path.Combine(data, "blobs"), "*", SearchOption.AllDirectories)
            .Count(file => !file.StartsWith(aside, StringComparison.Ordinal));
        var messages = await Database.CountAsync(data, """SELECT COUNT(*) FROM "Messages" """);
        var waiting = await Database.CountAsync(data, """SELECT COUNT(DISTINCT "BlobId") FROM "Outbox" WHERE "State" = 0 AND "BlobId" IS NOT NULL""");
        report.Violation("orphans", Math.Abs(blobs - messages - waiting));
        return messages;
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(2);
    }
}
