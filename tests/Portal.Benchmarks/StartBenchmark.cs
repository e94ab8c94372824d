using System.Diagnostics;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>Start to the first answer on an existing data folder, and memory when idle.</summary>
internal static class StartBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        await Reader.CreateAsync(installation.Services, "small@example.org", 20);
        var (starts, memory) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using var portal = await RunningPortal.StartAsync(installation.Data);
            starts.Add(watch.Elapsed.TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(3));
            memory.Add(ProcessUsage.Resident(portal.ProcessId) / 1e6);
        }

        report.Add("start_to_first_answer", Report.Median(starts), "s");
        report.Add("idle_memory", Report.Median(memory), "MB");
    }
}
