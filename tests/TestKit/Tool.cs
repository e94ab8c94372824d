using System.Diagnostics;

namespace TestKit;

/// <summary>Runs an outside program to its end.</summary>
public static class Tool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Whether the program is on this machine.</summary>
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => System.IO.File.Exists(System.IO.Path.Combine(folder, program)));

    /// <summary>What it printed. A failure tells what it said on standard error.</summary>
    public static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, byte[]? input = null)
    {
        var (status, output, error) = await TryRunAsync(program, arguments, input);
        return status == 0 ? output : throw new InvalidOperationException($"{program} ended with {status}: {error}");
    }

    public static async Task<(int Status, byte[] Output, string Error)> TryRunAsync(
        string program, IEnumerable<string> arguments, byte[]? input = null, string? folder = null)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder ?? "",
            },
        };
        process.Start();
        using var limit = new CancellationTokenSource(Longest);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
        await process.StandardInput.BaseStream.WriteAsync(input ?? [], limit.Token);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output.ToArray(), await error);
    }
}
