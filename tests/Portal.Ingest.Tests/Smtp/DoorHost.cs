using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>A Kestrel with both doors on ports of the system's choice, and a fake intake behind them.</summary>
internal sealed class DoorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private DoorHost(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
    }

    public required FakeIntake Intake { get; init; }

    public required LogLines Logs { get; init; }

    public string SpoolFolder => _folder;

    public static async Task<DoorHost> StartAsync(
        Action<SmtpOptions>? configure = null, Spool? spool = null, TimeProvider? time = null, IIntake? intake = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var folder = Path.Combine(Path.GetTempPath(), $"doors-{Guid.NewGuid():N}");
        var (fake, logs) = (new FakeIntake(), new LogLines());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddLogging();
        builder.Services.AddSingleton<ILoggerProvider>(logs);
        builder.Services.AddSingleton(intake ?? fake);
        builder.Services.AddSingleton(spool ?? new Spool(folder));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<Admission>().AddSingleton<MailDoor>();
        builder.Services.AddSingleton<SmtpConnectionHandler>().AddSingleton<LmtpConnectionHandler>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, SmtpListeners>();
        builder.Services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidation>();
        builder.Services.Configure<SmtpOptions>(options =>
        {
            options.SmtpListen = options.LmtpListen = "127.0.0.1:0";
            options.HostName = "portal.test";
            configure?.Invoke(options);
        });
        var host = new DoorHost(builder.Build(), folder) { Intake = fake, Logs = logs };
        await host._app.StartAsync();
        return host;
    }

    /// <summary>How many doors are open.</summary>
    public int Doors => Addresses.Count;

    private ICollection<string> Addresses =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    public int Port(Door door) => new Uri(Addresses.ElementAt((int)door)).Port;

    public async Task<Socket> ConnectAsync(Door door, string from = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port(door)));
        return socket;
    }

    /// <summary>Plays a transcript on a new connection.</summary>
    public async Task PlayAsync(string script, Door door = Door.Smtp, bool byteByByte = false)
    {
        using var transcript = new Transcript(new NetworkStream(await ConnectAsync(door), ownsSocket: true), byteByByte);
        await transcript.PlayAsync(script);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}

/// <summary>Collects log lines.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
