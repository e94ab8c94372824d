using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Portal.Core.Outbox.Relay;

/// <summary>Opens connections to the relay: connect, greeting, EHLO, TLS, AUTH (RFC 5321, 3207, 4954, 8314).</summary>
internal sealed class SmtpClient(RelayOptions options, TimeProvider clock)
{
    /// <summary>A connection that is ready for mails.</summary>
    /// <exception cref="SmtpFailure">There is none to be had now. Never a fault of a single mail, so never permanent.</exception>
    public async Task<SmtpSession> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(options.Security != RelaySecurity.None, cancellationToken);
        }
        catch (AuthenticationException error)
        {
            if (options.Security != RelaySecurity.Opportunistic || options.UserName.Length > 0)
            {
                throw new SmtpFailure("TLS refused", error);
            }
        }

        // RFC 7435: whoever would have taken clear text need not go without mail over a failed handshake.
        return await OpenAsync(withTls: false, cancellationToken);
    }

    private async Task<SmtpSession> OpenAsync(bool withTls, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(cancellationToken);
        var peer = (IPEndPoint)socket.RemoteEndPoint!;
        var hello = HelloName((IPEndPoint)socket.LocalEndPoint!);
        var wire = new SmtpWire(new NetworkStream(socket, ownsSocket: true), clock);
        try
        {
            return new SmtpSession(wire, await PrepareAsync(wire, peer.Address, hello, withTls, cancellationToken), options);
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    private async Task<SmtpExtensions> PrepareAsync(SmtpWire wire, IPAddress peer, string hello, bool withTls, CancellationToken cancellationToken)
    {
        var loopback = IPAddress.IsLoopback(peer);
        var verified = options.Security is RelaySecurity.Required or RelaySecurity.Implicit || (options.UserName.Length > 0 && !loopback);
        if (options.Security == RelaySecurity.Implicit)
        {
            await wire.SecureAsync(RelayTrust.Of(options, verified), options.CommandTimeout, cancellationToken);
        }

        var greeting = await wire.ReadReplyAsync(options.CommandTimeout, cancellationToken);
        if (greeting.Code != 220)
        {
            throw SmtpFailure.Of(greeting);
        }

        var offered = await HelloAsync(wire, hello, cancellationToken);
        if (withTls && !wire.IsSecure && offered.Offers("STARTTLS"))
        {
            await StartTlsAsync(wire, verified, cancellationToken);
            offered = await HelloAsync(wire, hello, cancellationToken); // what was offered in clear counts no more
        }

        if (!wire.IsSecure && options.Security == RelaySecurity.Required)
        {
            throw new SmtpFailure("STARTTLS not offered");
        }

        if (options.UserName.Length > 0)
        {
            await (wire.IsSecure || loopback
                ? SmtpSignIn.RunAsync(wire, offered, options, cancellationToken)
                : throw new SmtpFailure("no AUTH without TLS"));
        }

        return offered;
    }

    private async Task StartTlsAsync(SmtpWire wire, bool verified, CancellationToken cancellationToken)
    {
        var reply = await SayAsync(wire, "STARTTLS", cancellationToken);
        if (reply.Code == 220)
        {
            await wire.SecureAsync(RelayTrust.Of(options, verified), options.CommandTimeout, cancellationToken);
        }
        else if (options.Security == RelaySecurity.Required)
        {
            throw SmtpFailure.Of(reply);
        }
    }

    private async Task<SmtpExtensions> HelloAsync(SmtpWire wire, string name, CancellationToken cancellationToken)
    {
        var reply = await SayAsync(wire, "EHLO " + name, cancellationToken);
        if (reply.IsPermanent)
        {
            reply = await SayAsync(wire, "HELO " + name, cancellationToken);
        }

        return reply.IsDone ? new SmtpExtensions(reply) : throw SmtpFailure.Of(reply);
    }

    private async Task<SmtpReply> SayAsync(SmtpWire wire, string line, CancellationToken cancellationToken)
    {
        await wire.WriteLineAsync(line, options.CommandTimeout, cancellationToken);
        return await wire.ReadReplyAsync(options.CommandTimeout, cancellationToken);
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            return socket;
        }
        catch (Exception error)
        {
            socket.Dispose();
            throw error switch
            {
                SocketException => new SmtpFailure("no connection", error),
                OperationCanceledException when !cancellationToken.IsCancellationRequested => new SmtpFailure("no connection in time", error),
                _ => error,
            };
        }
    }

    // RFC 5321 section 4.1.4: a name with a domain, or the address in brackets.
    private string HelloName(IPEndPoint local)
    {
        if (options.HelloName.Length > 0)
        {
            return options.HelloName;
        }

        var machine = Dns.GetHostName();
        var address = local.Address.IsIPv4MappedToIPv6 ? local.Address.MapToIPv4() : local.Address;
        return machine.Contains('.', StringComparison.Ordinal) && machine.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            ? machine
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
    }
}
