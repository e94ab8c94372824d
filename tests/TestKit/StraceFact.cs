using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace TestKit;

/// <summary>A fact that watches a process's system calls and is visibly skipped where strace cannot attach.</summary>
public sealed class StraceFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Possible = new(() =>
    {
        if (!Tool.Exists("strace"))
        {
            return false;
        }

        using var other = Process.Start("sleep", "60");
        using var strace = Process.Start(new ProcessStartInfo(
            "timeout", ["1", "strace", "-o", "/dev/null", "-p", other.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        strace.WaitForExit();
        other.Kill();
        other.WaitForExit();
        return strace.ExitCode == 124; // it was still watching when its time was up
    });

    public StraceFactAttribute() => Skip = Possible.Value ? null : "strace is not installed or may not attach to processes here";
}
