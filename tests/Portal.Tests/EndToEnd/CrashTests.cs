using System.Diagnostics;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>The short form of Portal.CrashTests: the plug is pulled fifty times, and what got its 250 is there, once.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Fifty_kills_lose_nothing_and_double_nothing()
    {
        var program = RunningPortal.Assembly.Replace("/Portal/bin/", "/tests/Portal.CrashTests/bin/", StringComparison.Ordinal)
            .Replace("Portal.dll", "Portal.CrashTests.dll", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}
