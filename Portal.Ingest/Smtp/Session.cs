using System.Net.Security;
using Portal.Ingest.Smtp.Contents;
using Portal.Ingest.Smtp.Wires;

namespace Portal.Ingest.Smtp;

/// <summary>One conversation with a gateway: reads commands, looks them up in the <see cref="Protocol"/>, keeps where it stands.</summary>
internal sealed class Session(Door door, SmtpOptions options, Wire wire, Transaction transaction, TimeProvider time, ILogger logger)
{
    private int _errors;

    public Door Door => door;

    public SmtpOptions Options => options;

    public Wire Wire => wire;

    public Transaction Transaction => transaction;

    public ContentReader ContentReader { get; } = new(wire, options, time);

    public TimeProvider Time => time;

    /// <summary>Whether STARTTLS must come first.</summary>
    public required bool TlsRequired { get; init; }

    /// <summary>What STARTTLS shows, if it is offered.</summary>
    public required SslStreamCertificateContext? Certificate { get; init; }

    public Phases Phase { get; set; } = Phases.New;

    /// <summary>Whether the peer said EHLO or LHLO, and so may use extensions.</summary>
    public bool Extended { get; set; }

    /// <summary>Set to end the conversation after the current command.</summary>
    public bool Closing { get; set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reader = new CommandReader(wire, options.CommandTimeout, time);
        await wire.WriteAsync(new Reply(220, "", $"{options.HostName} {(door == Door.Lmtp ? "LMTP" : "ESMTP")} ready"));
        while (!Closing)
        {
            await HandleAsync(await reader.ReadAsync(), cancellationToken);
            if (_errors >= options.MaxErrors)
            {
                throw new HangUpException(Reply.TooManyErrors);
            }
        }

        await wire.CloseAsync(null);
    }

    /// <summary>Answers a command. Refusals are counted.</summary>
    public ValueTask ReplyAsync(Reply reply)
    {
        _errors += reply.Code >= 500 ? 1 : 0;
        return wire.WriteAsync(reply);
    }

    /// <summary>Ends the mail at the end of its content and answers for it: what becomes of mails is no error of the peer's.</summary>
    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        var replies = await transaction.CommitAsync(cancellationToken);
        Phase = Phases.Ready;
        if (door == Door.Smtp)
        {
            await wire.WriteAsync(Verdict.Of(replies, logger));
            return;
        }

        foreach (var reply in replies)
        {
            await wire.WriteAsync(reply);
        }
    }

    /// <summary>Forgets the mail, as RSET, a new greeting and STARTTLS do.</summary>
    public void Reset(Phases phase)
    {
        transaction.Abort();
        Phase = phase;
    }

    private async ValueTask HandleAsync(CommandLine line, CancellationToken cancellationToken)
    {
        if (line.Fault is { } fault)
        {
            await ReplyAsync(fault);
            return;
        }

        if (Protocol.Find(door, line.Verb) is not { } rule)
        {
            Closing = Protocol.IsHttp(line.Verb);
            await ReplyAsync(Closing ? Reply.NotHttp : Reply.UnknownCommand);
            return;
        }

        if (Refusal(rule) is not { } refusal)
        {
            await rule.RunAsync(this, line.Argument, cancellationToken);
            return;
        }

        if (rule.OutOfPlace is { } skip)
        {
            await skip(this, line.Argument, cancellationToken);
        }

        await ReplyAsync(refusal);
    }

    private Reply? Refusal(Protocol.Rule rule) =>
        TlsRequired && !wire.Secure && !rule.BeforeTls ? Reply.TlsRequired
        : (rule.Phases & Phase) == 0 ? Reply.BadSequence
        : null;
}
