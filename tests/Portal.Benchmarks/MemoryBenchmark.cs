using TestKit;

namespace Portal.Benchmarks;

/// <summary>Peak memory above idle while a tunnelled mail of 500 MB comes in, and while its attachment goes out.</summary>
internal static class MemoryBenchmark
{
    private const long Size = 500_000_000;

    public static async Task RunAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        await Reader.CreateAsync(installation.Services, "big@example.org", 1);
        await using var portal = await RunningPortal.StartAsync(installation.Data);
        using var reader = new WebReader(portal);
        await reader.SignInAsync("big@example.org");
        await reader.GetAsync(await reader.FirstMessageAsync());
        var mail = Path.Combine(installation.Data, "big.eml");
        await WriteAsync(installation, mail);

        var idle = ProcessUsage.Resident(portal.ProcessId);
        ProcessUsage.ResetPeak(portal.ProcessId);
        await BigMail.SendAsync(portal.LmtpPort, mail, "big@example.org");
        report.Add("memory_idle", idle / 1e6, "MB");
        report.Add("memory_500MB_in_above_idle", (ProcessUsage.Peak(portal.ProcessId) - idle) / 1e6, "MB");

        ProcessUsage.ResetPeak(portal.ProcessId);
        var message = await reader.FirstMessageAsync();
        await reader.GetAsync(message);
        await reader.GetAsync(message + "/parts/2");
        report.Add("memory_500MB_out_above_idle", (ProcessUsage.Peak(portal.ProcessId) - idle) / 1e6, "MB");
    }

    private static async Task WriteAsync(Installation installation, string path)
    {
        await using var file = File.Create(path);
        await using var entity = new BigMail(Size);
        await installation.Mails.WriteAsync(entity, file);
        await file.WriteAsync("\r\n.\r\n"u8.ToArray());
    }
}
