using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Search;
using Portal.Core.Messages.Threads;
using Portal.Core.Storage.Model;

namespace Portal.Benchmarks;

/// <summary>What a large mailbox costs beside a small one: its listing, a search of it, a long conversation.</summary>
internal static class MailboxBenchmark
{
    private const int Rounds = 31;
    private const int WarmUpRounds = 5;

    /// <summary>The newest page of 10,000 messages beside that of 100.</summary>
    public static async Task ListingAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        var small = await OpenAsync(installation, "small@example.org", 100);
        var large = await OpenAsync(installation, "large@example.org", 10_000);
        var list = installation.Services.GetRequiredService<ListMessages>();
        foreach (var folder in new[] { DeliveryFolder.Inbox, DeliveryFolder.Archive })
        {
            var (few, many) = (
                await MedianAsync(() => list.PageAsync(small, folder, null, null, default)), await MedianAsync(() => list.PageAsync(large, folder, null, null, default)));
            var name = $"listing_{folder}".ToLowerInvariant();
            report.Add($"{name}_of_100_yardstick", few, "ms");
            report.Add($"{name}_of_10000", many, "ms");
            report.Add($"{name}_of_10000_by_100", many / few, "times");
        }
    }

    /// <summary>The first page of searches of 10,000 messages: found soon, found at the very end, found nowhere in heads.</summary>
    public static async Task SearchAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        await Reader.DeliverAsync(
            installation.Services, "large@example.org", "From: Alice <alice@example.com>\r\nSubject: The oldest heron\r\n\r\nText.\r\n"u8.ToArray());
        var mailbox = await OpenAsync(installation, "large@example.org", 10_000);
        var list = installation.Services.GetRequiredService<ListMessages>();
        var search = installation.Services.GetRequiredService<SearchMessages>();
        report.Add("search_of_10000_never_listed", await TimeAsync(() => search.FindAsync(mailbox, SearchWords.Parse("nowhere-to-be-found")!, SearchMark.Start, default)), "ms");
        string? older = null;
        do
        {
            older = (await list.PageAsync(mailbox, DeliveryFolder.Inbox, null, older, default)).Older;
        }
        while (older is not null);

        foreach (var (name, words) in new[] { ("many", "alice"), ("oldest", "heron"), ("nothing", "nowhere-to-be-found") })
        {
            report.Add($"search_of_10000_first_page_{name}", await MedianAsync(() => search.FindAsync(mailbox, SearchWords.Parse(words)!, SearchMark.Start, default)), "ms");
        }

        var oldest = await search.FindAsync(mailbox, SearchWords.Parse("heron")!, SearchMark.Start, default);
        report.Add("search_of_10000_oldest_is_on_first_page", oldest!.Rows.Count, "found");
        var (steps, watch) = (0, Stopwatch.StartNew());
        for (var mark = SearchMark.Start; mark is not null; steps++)
        {
            mark = (await search.FindAsync(mailbox, SearchWords.Parse("nowhere-to-be-found")!, mark, default))!.Further;
        }

        report.Add("search_of_10000_all_texts", watch.Elapsed.TotalMilliseconds, "ms");
        report.Add("search_of_10000_all_texts", steps, "steps");
    }

    /// <summary>A message out of the middle of a conversation of 200 beside one of 10.</summary>
    public static async Task ThreadAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        var (few, many) = (await ConversationAsync(installation, "few@example.org", 10), await ConversationAsync(installation, "many@example.org", 200));
        report.Add("thread_of_10_yardstick", few, "ms");
        report.Add("thread_of_200", many, "ms");
        report.Add("thread_of_200_by_10", many / few, "times");
    }

    private static async Task<double> ConversationAsync(Installation installation, string address, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var mail = $"From: Alice <alice@example.com>\r\nTo: {address}\r\nSubject: Number {number}\r\nMessage-ID: <{number}@x>\r\nReferences: <0@x>\r\n\r\nText.\r\n";
            await Reader.DeliverAsync(installation.Services, address, Encoding.ASCII.GetBytes(mail));
        }

        var mailbox = await OpenAsync(installation, address, 0);
        var list = installation.Services.GetRequiredService<ListMessages>();
        var rows = new List<MessageRow>();
        string? older = null;
        do
        {
            var page = await list.PageAsync(mailbox, DeliveryFolder.Inbox, null, older, default);
            rows.AddRange(page.Rows);
            older = page.Older;
        }
        while (older is not null);

        var middle = rows[rows.Count / 2].Id;
        return await MedianAsync(async () =>
        {
            using var opened = await installation.Services.GetRequiredService<OpenMessage>().OpenAsync(mailbox, middle, default);
            return await installation.Services.GetRequiredService<ListConversation>().OfAsync(mailbox, opened!, default);
        });
    }

    private static async Task<IReadOnlyList<UnlockedMailbox>> OpenAsync(Installation installation, string address, int messages)
    {
        var account = await Reader.CreateAsync(installation.Services, address, messages);
        return await installation.Services.GetRequiredService<UnlockMailboxes>().OfAsync(account, default);
    }

    private static async Task<double> MedianAsync<T>(Func<Task<T>> work)
    {
        var times = new List<double>();
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            times.Add(await TimeAsync(work));
        }

        return Report.Median(times.Skip(WarmUpRounds));
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
