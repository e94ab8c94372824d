using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>The system calls of a running process, as strace tells them.</summary>
public sealed partial class SystemCalls : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly string _file;

    private SystemCalls(Process strace, string file) => (_strace, _file) = (strace, file);

    /// <summary>Begins to watch all threads of a process.</summary>
    /// <param name="processId">Whose calls.</param>
    /// <param name="calls">Which, as strace's option -e takes them.</param>
    /// <param name="file">Where strace writes.</param>
    public static async Task<SystemCalls> WatchAsync(int processId, string calls, string file)
    {
        var strace = Process.Start(new ProcessStartInfo(
            "strace", ["-f", "-y", "-s", "64", "-e", $"trace={calls}", "-o", file, "-p", processId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
        })!;
        while (await strace.StandardError.ReadLineAsync() is { } line && !line.Contains("attached", StringComparison.Ordinal))
        {
        }

        _ = strace.StandardError.ReadToEndAsync(); // new threads are announced there
        return new SystemCalls(strace, file);
    }

    /// <summary>Stops watching and gives each call as one line: a call stands where it ended, one that sends where it began.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await Tool.RunAsync("kill", ["-INT", _strace.Id.ToString(CultureInfo.InvariantCulture)]);
        await _strace.WaitForExitAsync();
        var (calls, begun) = (new List<string>(), new Dictionary<string, string>());
        foreach (var line in await File.ReadAllLinesAsync(_file))
        {
            var (thread, call) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart());
            if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[thread] = call;
                if (call.StartsWith("send", StringComparison.Ordinal))
                {
                    calls.Add(call);
                }
            }
            else if (Resumed().Match(call) is { Success: true } resumed)
            {
                if (begun.Remove(thread, out var first) && !first.StartsWith("send", StringComparison.Ordinal))
                {
                    calls.Add(first.Replace("<unfinished ...>", resumed.Groups[1].Value, StringComparison.Ordinal));
                }
            }
            else
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_strace.HasExited)
        {
            _strace.Kill();
            await _strace.WaitForExitAsync();
        }

        _strace.Dispose();
    }

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>(.*)$")]
    private static partial Regex Resumed();
}
