using System.Collections.Concurrent;
using System.Diagnostics;

namespace TestKit;

/// <summary>The product as an operator starts it: a process of its own on a data folder of the test's.</summary>
public sealed class RunningPortal : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log;

    private RunningPortal(Process process, ConcurrentQueue<string> log, string data, int web, int smtp, int lmtp)
    {
        (_process, _log, Data) = (process, log, data);
        (Web, SmtpPort, LmtpPort) = (new Uri($"https://localhost:{web}"), smtp, lmtp);
    }

    public string Data { get; }

    public Uri Web { get; }

    public int SmtpPort { get; }

    public int LmtpPort { get; }

    public int ProcessId => _process.Id;

    /// <summary>All that it printed so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Where the built product lies: the same configuration as this test.</summary>
    public static string Assembly { get; } = typeof(RunningPortal).Assembly.Location
        .Replace(Path.Combine("tests", Path.GetFileName(TestProject())), "Portal", StringComparison.Ordinal)
        .Replace("TestKit.dll", "Portal.dll", StringComparison.Ordinal);

    /// <summary>Starts both rooms in one process.</summary>
    public static Task<RunningPortal> StartAsync(string data, params string[] settings) => StartAsync(Assembly, data, settings);

    /// <summary>Starts the mail doors alone.</summary>
    public static Task<RunningPortal> StartIngestAsync(string data, params string[] settings) =>
        StartAsync(Assembly.Replace("/Portal/", "/Portal.Ingest/", StringComparison.Ordinal)
            .Replace("Portal.dll", "Portal.Ingest.dll", StringComparison.Ordinal), data, settings);

    private static async Task<RunningPortal> StartAsync(string assembly, string data, string[] settings)
    {
        var (web, smtp, lmtp) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var log = new ConcurrentQueue<string>();
        var process = Start(assembly, log, [
            $"--Portal:DataDirectory={data}", $"--Portal:PublicUrl=https://localhost:{web}", $"--Portal:Listen=https://127.0.0.1:{web}",
            $"--Ingest:SmtpListen=127.0.0.1:{smtp}", $"--Ingest:LmtpListen=127.0.0.1:{lmtp}", .. settings]);
        var portal = new RunningPortal(process, log, data, web, smtp, lmtp);
        await (assembly == Assembly ? portal.WaitUntilReadyAsync() : portal.WaitForDoorAsync());
        return portal;
    }

    /// <summary>Runs one of the operator's commands on a data folder.</summary>
    public static async Task<(int Status, string Output, string Error)> CommandAsync(string data, params string[] arguments)
    {
        var (status, output, error) = await Tool.TryRunAsync("dotnet", [Assembly, .. arguments, $"--Portal:DataDirectory={data}"]);
        return (status, System.Text.Encoding.UTF8.GetString(output), error);
    }

    /// <summary>A client that takes the self-signed certificate and keeps cookies.</summary>
    public HttpClient CreateClient(bool follow = true) => new(new HttpClientHandler
    {
        AllowAutoRedirect = follow,
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    })
    {
        BaseAddress = Web,
    };

    /// <summary>Pulls the plug (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    /// <summary>Ends it as an operator does (SIGTERM).</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            await Tool.TryRunAsync("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
    }

    private static string TestProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder!.Parent!.Name != "tests")
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private static Process Start(string assembly, ConcurrentQueue<string> log, IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            },
        };
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = CreateClient();
        using var limit = new CancellationTokenSource(LongestStart);
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The portal ended with {_process.ExitCode}:\n{Log}");
            }

            if (await FreePort.IsOpenAsync(Web.Port) && await IsReadyAsync(client, limit.Token))
            {
                return;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    // Before the door opens, the portal listens there for a moment to see whether it could: who connects then is cut off.
    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WaitForDoorAsync()
    {
        using var limit = new CancellationTokenSource(LongestStart);
        while (!_process.HasExited)
        {
            try
            {
                await using var client = await MailClient.ConnectAsync(LmtpPort, lmtp: true);
                return;
            }
            catch (Exception error) when (error is System.Net.Sockets.SocketException or IOException)
            {
                await Task.Delay(50, limit.Token);
            }
        }

        throw new InvalidOperationException($"The mail doors ended with {_process.ExitCode}:\n{Log}");
    }
}
