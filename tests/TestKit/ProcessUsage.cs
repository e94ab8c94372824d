using System.Globalization;

namespace TestKit;

/// <summary>What the kernel counts for a process.</summary>
public static class ProcessUsage
{
    private const double TicksPerSecond = 100; // USER_HZ, fixed at 100 for /proc

    /// <summary>User and system time so far.</summary>
    public static TimeSpan Cpu(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Resident memory now, bytes.</summary>
    public static long Resident(int processId) => Status(processId, "VmRSS");

    /// <summary>The most resident memory since the start or the last <see cref="ResetPeak"/>, bytes.</summary>
    public static long Peak(int processId) => Status(processId, "VmHWM");

    /// <summary>Lets <see cref="Peak"/> begin anew.</summary>
    public static void ResetPeak(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private static long Status(int processId, string field) => 1024 * (long)Number(
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(field, StringComparison.Ordinal))
            .Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
