using System.Net.Security;
using System.Security.Authentication;

namespace Portal.Ingest.Smtp.Commands;

/// <summary>STARTTLS (RFC 3207).</summary>
internal static class StartTls
{
    public static bool IsOffered(Session session) => session.Certificate is not null && !session.Wire.Secure;

    public static async ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            await session.ReplyAsync(Reply.BadArgument);
            return;
        }

        if (!IsOffered(session))
        {
            await session.ReplyAsync(session.Wire.Secure ? Reply.BadSequence : Reply.NoTls);
            return;
        }

        // Commands that came in clear must never be run as if they had come under TLS (RFC 3207 §5, CVE-2011-0411).
        if (session.Wire.HasInput())
        {
            throw new HangUpException(Reply.InjectedBeforeTls);
        }

        await session.ReplyAsync(Reply.ReadyForTls);
        await session.Wire.FlushAsync();
        await HandshakeAsync(session, session.Certificate!, cancellationToken);
        session.Reset(Phases.New);
        session.Extended = false;
    }

    private static async Task HandshakeAsync(Session session, SslStreamCertificateContext certificate, CancellationToken cancellationToken)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = false,
        };
        using var patience = new CancellationTokenSource(session.Options.CommandTimeout, session.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await session.Wire.StartTlsAsync(options, either.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            throw new HangUpException(null, e.GetType().Name);
        }
    }
}
