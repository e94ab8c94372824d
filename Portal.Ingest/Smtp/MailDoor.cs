using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Bounces;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp.Contents;
using Portal.Ingest.Smtp.Wires;

namespace Portal.Ingest.Smtp;

/// <summary>Serves connections: lets them in or sends them away, and sees to it that whatever happens stays within one connection.</summary>
internal sealed class MailDoor(
    IOptions<SmtpOptions> options, IIntake intake, Spool spool, Admission admission, TimeProvider time, ILogger<MailDoor> logger,
    BounceAddresses? bounces = null)
{
    // Offline: a handshake must not fetch certificates from wherever a certificate says.
    private readonly SslStreamCertificateContext? _certificate = options.Value.Certificate is { } certificate
        ? SslStreamCertificateContext.Create(certificate, options.Value.Intermediates, offline: true)
        : null;

    public async Task ServeAsync(ConnectionContext connection, Door door)
    {
        var peer = Admission.PeerOf(connection);
        await using var wire = new Wire(connection.Transport, time, options.Value.CommandTimeout);
        try
        {
            if (admission.Enter(peer) is { } refusal)
            {
                Log.SentAway(logger, door, peer, refusal.Code, refusal.Status);
                await wire.CloseAsync(refusal);
                return;
            }

            await ConverseAsync(connection, door, wire, peer);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HangUpException)
        {
            Log.Ended(logger, door, peer, e.GetType().Name);
        }
        catch (Exception e)
        {
            Log.Unforeseen(logger, e);
        }
        finally
        {
            admission.Leave(peer);
        }
    }

    // A peer that has sent everything and closed its half still gets its mails taken: only the server's end cancels.
    private async Task ConverseAsync(ConnectionContext connection, Door door, Wire wire, IPAddress? peer)
    {
        using var file = spool.Open();
        using var aborted = new CancellationTokenSource();
        var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var stopping = stop.Register(wire.Stop);
        using var closed = connection.ConnectionClosed.Register(() =>
        {
            if (stop.IsCancellationRequested)
            {
                aborted.Cancel();
            }
        });

        var transaction = new Transaction(intake, new Content(options.Value, file, logger), logger, bounces);
        var session = new Session(door, options.Value, wire, transaction, time, logger)
        {
            Certificate = _certificate,
            TlsRequired = options.Value.RequireTls && !(peer is not null && IPAddress.IsLoopback(peer)),
        };
        try
        {
            await session.RunAsync(aborted.Token);
        }
        catch (HangUpException end)
        {
            Log.Ended(logger, door, peer, end.Kind);
            await wire.CloseAsync(end.Farewell);
        }
    }
}
