using System.Diagnostics;
using Portal.Core.Smime;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>Mails of 50 KB over 8 LMTP connections, all durable, against the bare operations that no ingest can avoid.</summary>
internal static class IngestBenchmark
{
    private const int Rounds = 3;
    private const int Mails = 1200;
    private const int WarmUp = 1500;
    private const int Size = 50_000;
    private const int Connections = 8;

    public static async Task RunAsync(Report report)
    {
        foreach (var algorithm in new[] { TunnelKeyAlgorithm.Rsa2048, TunnelKeyAlgorithm.Rsa3072 })
        {
            await using var installation = await Installation.CreateAsync(algorithm);
            await using (var doors = await RunningPortal.StartIngestAsync(installation.Data))
            {
                await MeasureAsync(report, $"ingest_50KB_{algorithm.ToString().ToLowerInvariant()}", installation, doors, algorithm);
            }

            await using var portal = await RunningPortal.StartAsync(installation.Data);
            await MeasureAsync(report, $"whole_portal_50KB_{algorithm.ToString().ToLowerInvariant()}", installation, portal, algorithm);
        }
    }

    private static async Task MeasureAsync(
        Report report, string name, Installation installation, RunningPortal doors, TunnelKeyAlgorithm algorithm)
    {
        var (cpu, rate, bare) = (new List<double>(), new List<double>(), new List<double>());
        await SendAsync(doors, await MakeAsync(installation, WarmUp));
        for (var round = 0; round < Rounds; round++)
        {
            var mails = await MakeAsync(installation, Mails);
            bare.Add(BareOperations.CpuMilliseconds(algorithm, mails[0]));
            var before = ProcessUsage.Cpu(doors.ProcessId);
            var watch = Stopwatch.StartNew();
            await SendAsync(doors, mails);
            rate.Add(Mails / watch.Elapsed.TotalSeconds);
            cpu.Add((ProcessUsage.Cpu(doors.ProcessId) - before).TotalMilliseconds / Mails);
        }

        report.Add(name, Report.Median(rate), "per_second");
        report.Add($"{name}_cpu", Report.Median(cpu), "ms");
        report.Add($"{name}_bare_cpu", Report.Median(bare), "ms");
        report.Add($"{name}_cpu_to_bare", Report.Median(cpu) / Report.Median(bare), "ratio");
    }

    private static async Task<List<byte[]>> MakeAsync(Installation installation, int count)
    {
        var mails = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            mails.Add(LmtpLoad.Stuffed(await installation.Mails.CreateAsync(Size)));
        }

        return mails;
    }

    private static Task SendAsync(RunningPortal portal, List<byte[]> mails) => Task.WhenAll(Enumerable.Range(0, Connections)
        .Select(c => LmtpLoad.SendAsync(portal.LmtpPort, mails.Where((_, i) => i % Connections == c).ToList(), $"reader{c}@example.org")));
}
