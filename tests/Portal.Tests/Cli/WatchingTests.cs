using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

/// <summary>A portal whose working directory holds millions of blobs must not walk or watch them.</summary>
public sealed class WatchingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_running_portal_watches_no_folders()
    {
        await using var portal = await RunningPortal.StartAsync(_folder.File("data"));
        Assert.Equal(0, Watches(portal.ProcessId));
    }

    [Fact]
    public async Task Mail_doors_alone_watch_no_folders()
    {
        await using var portal = await RunningPortal.StartIngestAsync(_folder.File("data"));
        Assert.Equal(0, Watches(portal.ProcessId));
    }

    public void Dispose() => _folder.Dispose();

    // proc(5): an inotify descriptor lists a line for each watch.
    private static int Watches(int process) => Directory.EnumerateFiles($"/proc/{process}/fdinfo")
        .SelectMany(Lines).Count(line => line.StartsWith("inotify wd", StringComparison.Ordinal));

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return []; // closed meanwhile
        }
    }
}
