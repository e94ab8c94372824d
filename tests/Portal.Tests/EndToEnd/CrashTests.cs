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
        var (status, output) = await RunAsync();
        Assert.True(status == 0, output);
    }

    [Fact]
    public async Task A_run_that_was_spoiled_by_hand_fails_in_each_respect()
    {
        var (status, output) = await RunAsync("--spoil", "--kills=1", "--mails=25", "--largest=100000");
        Assert.True(status == 1, output);
        foreach (var figure in (string[])["lost", "doubled", "orphans", "messages_beyond", "notices_missing", "notices_foreign", "notices_doubled"])
        {
            Assert.Contains($"{figure}=1", output.Split('\n'));
        }
    }

    [Fact]
    public async Task Twenty_kills_lose_no_reply_and_double_none()
    {
        var (status, output) = await RunAsync("--replies=300", "--kills=20");
        Assert.True(status == 0, output);
    }

    [Fact]
    public async Task A_run_of_replies_that_was_spoiled_by_hand_fails_in_each_respect()
    {
        var (status, output) = await RunAsync("--replies=20", "--kills=1", "--spoil");
        Assert.True(status == 1, output);
        foreach (var figure in (string[])["lost", "doubled"])
        {
            Assert.Contains($"{figure}=1", output.Split('\n'));
        }
    }

    private static async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        var program = RunningPortal.Assembly.Replace("/Portal/bin/", "/tests/Portal.CrashTests/bin/", StringComparison.Ordinal)
            .Replace("Portal.dll", "Portal.CrashTests.dll", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
