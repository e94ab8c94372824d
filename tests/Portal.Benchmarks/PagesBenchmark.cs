using System.Collections.Concurrent;
using System.Diagnostics;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>Pages for a signed-in reader over 8 connections with TLS; the health page, which opens nothing, is the yardstick.</summary>
internal static class PagesBenchmark
{
    private const int Connections = 8;
    private const int Rounds = 3;
    private const int WarmUpRounds = 3;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        await Reader.CreateAsync(installation.Services, "small@example.org", 100);
        await Reader.CreateAsync(installation.Services, "large@example.org", 10_000);
        await using var portal = await RunningPortal.StartAsync(installation.Data);
        var (small, large) = (await ReadersAsync(portal, "small@example.org"), await ReadersAsync(portal, "large@example.org"));
        var message = await small[0].FirstMessageAsync();
        await MeasureAsync(report, "page_health_yardstick", portal, small, "/health/live");
        await MeasureAsync(report, "page_message", portal, small, message);
        await MeasureAsync(report, "page_message_body", portal, small, message + "/body");
        await MeasureAsync(report, "page_inbox_of_100", portal, small, "/messages");
        await MeasureAsync(report, "page_inbox_of_10000", portal, large, "/messages");
        foreach (var reader in small.Concat(large))
        {
            reader.Dispose();
        }
    }

    private static async Task<List<WebReader>> ReadersAsync(RunningPortal portal, string address)
    {
        var readers = new List<WebReader>();
        for (var i = 0; i < Connections; i++)
        {
            var reader = new WebReader(portal);
            await reader.SignInAsync(address);
            readers.Add(reader);
        }

        return readers;
    }

    private static async Task MeasureAsync(Report report, string name, RunningPortal portal, List<WebReader> readers, string path)
    {
        var (rates, tails, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await LoadAsync(readers, path);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var before = ProcessUsage.Cpu(portal.ProcessId);
            var times = await LoadAsync(readers, path);
            rates.Add(times.Count / Length.TotalSeconds);
            tails.Add(times.Order().ElementAt(times.Count * 99 / 100));
            cpu.Add((ProcessUsage.Cpu(portal.ProcessId) - before).TotalMilliseconds / times.Count);
        }

        report.Add(name, Report.Median(rates), "per_second");
        report.Add($"{name}_p99", Report.Median(tails), "ms");
        report.Add($"{name}_cpu", Report.Median(cpu), "ms");
    }

    private static async Task<IReadOnlyCollection<double>> LoadAsync(List<WebReader> readers, string path)
    {
        var times = new ConcurrentBag<double>();
        var start = Stopwatch.StartNew();
        await Task.WhenAll(readers.Select(reader => Task.Run(async () =>
        {
            while (start.Elapsed < Length)
            {
                var watch = Stopwatch.StartNew();
                await reader.GetAsync(path);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        })));
        return times;
    }
}
