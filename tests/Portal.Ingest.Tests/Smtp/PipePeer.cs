using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;
using Portal.Ingest.Smtp.Wires;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>A door without sockets, for peers at any address and for clocks that only move when told.</summary>
internal sealed class PipePeer : IAsyncDisposable
{
    private readonly Pipe _there = new();
    private readonly Pipe _back = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"doors-{Guid.NewGuid():N}");

    public PipePeer(string address, Action<SmtpOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new SmtpOptions { HostName = "portal.test" };
        configure?.Invoke(options);
        Transcript = new Transcript(new DuplexStream(new Duplex(_back.Reader, _there.Writer)));
        Served = ServeAsync(Options.Create(options), new IPEndPoint(IPAddress.Parse(address), 40000), time ?? TimeProvider.System);
    }

    public FakeIntake Intake { get; } = new();

    public Transcript Transcript { get; }

    public Task Served { get; }

    public async ValueTask DisposeAsync()
    {
        await _there.Writer.CompleteAsync();
        await _back.Reader.CompleteAsync();
        await Served;
        Transcript.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Completing both ends is what Kestrel does when a handler has returned.
    private async Task ServeAsync(IOptions<SmtpOptions> options, EndPoint peer, TimeProvider time)
    {
        var connection = new DefaultConnectionContext
        {
            Transport = new Duplex(_there.Reader, _back.Writer),
            RemoteEndPoint = peer,
        };
        var door = new MailDoor(options, Intake, new Spool(_folder), new Admission(options), time, NullLogger<MailDoor>.Instance);
        await door.ServeAsync(connection, Door.Smtp);
        await _there.Reader.CompleteAsync();
        await _back.Writer.CompleteAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
