using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>Runs twilio.py, which shares no code with the product, and keeps what it was asked.</summary>
public sealed class FakeTwilio : IAsyncLifetime
{
    public const string AccountSid = "AC0123456789abcdef0123456789abcdef";
    public const string AuthToken = "t0ken0f7w1l10c4n4ry";

    private readonly ConcurrentQueue<JsonElement> _requests = new();
    private Process _python = null!;
    private Task _reading = Task.CompletedTask;

    public string BaseUrl { get; private set; } = "";

    /// <summary>The requests so far whose recipient is this number.</summary>
    public IReadOnlyList<JsonElement> Posts(string number) => [.. _requests.Where(r =>
        r.TryGetProperty("form", out var form) && form.TryGetProperty("To", out var to) && to.GetString() == number)];

    /// <summary>The recipients so far.</summary>
    public IReadOnlyList<string> Recipients() => [.. _requests.Where(r => r.TryGetProperty("form", out _)).Select(r => r.GetProperty("form").GetProperty("To").GetString()!)];

    /// <summary>The paths that were asked for, whatever the method.</summary>
    public IReadOnlyList<string> Paths() => [.. _requests.Select(r => r.GetProperty("path").GetString()!)];

    public async Task InitializeAsync()
    {
        var script = Path.Combine(Corpora.Root, "tests", "Portal.Core.Tests", "Outbox", "Sms", "twilio.py");
        _python = Process.Start(new ProcessStartInfo("python3", [script, AccountSid, AuthToken])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var port = int.Parse((await _python.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        BaseUrl = $"http://127.0.0.1:{port}";
        _reading = ReadAsync();
    }

    public async Task DisposeAsync()
    {
        _python.Kill();
        await _python.WaitForExitAsync();
        await _reading;
        _python.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _python.StandardOutput.ReadLineAsync() is { } line)
        {
            _requests.Enqueue(JsonDocument.Parse(line).RootElement.Clone());
        }
    }
}
