using System.Globalization;
using System.Text;
using Portal.Core.Mime;
using Portal.Core.Outbox.Journal;

namespace Portal.Core.Outbox.Relay;

/// <summary>A connection that is ready for mails, one after the other. Not for two at once.</summary>
internal sealed class SmtpSession(SmtpWire wire, SmtpExtensions offered, RelayOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // These speak of our sign-in, which an operator can mend, not of the mail (RFC 4954 section 6).
    private static readonly int[] SignInCodes = [530, 534, 535, 538];

    /// <summary>Whether another mail may follow.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Whether TLS protects the connection.</summary>
    public bool IsSecure => wire.IsSecure;

    /// <summary>Sends one mail.</summary>
    /// <exception cref="SmtpFailure">The connection is of no more use; the mail may have arrived only where it says so.</exception>
    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        AddrSpec from = default;
        if ((mail.From.Length > 0 && !AddrSpec.TryParse(mail.From, out from)) || !AddrSpec.TryParse(mail.To, out var to))
        {
            return new SendOutcome.Refused("not an address");
        }

        var international = from.NeedsSmtpUtf8 || to.NeedsSmtpUtf8;
        if (international && !offered.Offers("SMTPUTF8"))
        {
            return new SendOutcome.Refused(SendOutcome.NoSmtpUtf8);
        }

        if (offered.LargestMail < mail.Length)
        {
            return new SendOutcome.Refused(SendOutcome.TooLarge);
        }

        IsUsable = false;
        var outcome = await TransferAsync(MailCommand(from, mail.Length, international), $"RCPT TO:<{to.Local}@{to.Domain}>", mail, cancellationToken);
        IsUsable = !outcome.Code.StartsWith("421", StringComparison.Ordinal);
        return outcome;
    }

    /// <summary>Readies a used connection for the next mail; false when it is gone.</summary>
    public async Task<bool> ResetAsync(CancellationToken cancellationToken)
    {
        IsUsable = false;
        try
        {
            return IsUsable = (await SayAsync("RSET", cancellationToken)).IsDone;
        }
        catch (SmtpFailure)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says good-bye, briefly, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsUsable)
            {
                await wire.WriteLineAsync("QUIT", Farewell, CancellationToken.None);
                await wire.ReadReplyAsync(Farewell, CancellationToken.None);
            }
        }
        catch (SmtpFailure)
        {
            // The other side left first.
        }
        finally
        {
            IsUsable = false;
            await wire.DisposeAsync();
        }
    }

    private string MailCommand(AddrSpec from, long size, bool international)
    {
        var command = new StringBuilder(from == default ? "MAIL FROM:<>" : $"MAIL FROM:<{from.Local}@{from.Domain}>");
        if (offered.Offers("SIZE"))
        {
            command.Append(CultureInfo.InvariantCulture, $" SIZE={size}");
        }

        return (international ? command.Append(" BODY=8BITMIME SMTPUTF8") : command).ToString();
    }

    private async Task<SendOutcome> TransferAsync(string from, string recipient, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var (answer, ofSender) = await EnvelopeAsync(from, recipient, cancellationToken);
        if (!answer.IsDone)
        {
            // Who says no to our own address says nothing of this mail: the operator can mend that within the days of trying again.
            return ofSender ? new SendOutcome.Deferred(answer.Codes) : OutcomeOf(answer);
        }

        var go = await SayAsync("DATA", cancellationToken);
        if (go.Code != 354)
        {
            return go.IsDone ? throw new SmtpFailure(SmtpFailure.Garbled) : OutcomeOf(go);
        }

        await WriteAsync(mail, cancellationToken);
        mail.Note(JournalState.HandedOver);
        SmtpReply done;
        try
        {
            done = await wire.ReadReplyAsync(options.DataTimeout, cancellationToken);
        }
        catch (SmtpFailure failure) when (failure.Message == SmtpFailure.Lost)
        {
            // It may have arrived. The next attempt carries the same Message-ID, so a double can be told.
            throw new SmtpFailure(SmtpFailure.LostAfterData, failure);
        }

        mail.Note(done.IsDone ? JournalState.Taken : JournalState.Claimed);
        return done.IsDone ? new SendOutcome.Sent(done.Codes) : OutcomeOf(done);
    }

    private async Task WriteAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (mail.Body is not { } body)
        {
            await wire.WriteAsync(DotStuffing.Apply(mail.Content.Span), options.DataTimeout, cancellationToken);
            return;
        }

        await using var content = body.Open();
        await wire.WriteAsync(DotStuffing.Lines(mail.Content.Span), content, DotStuffing.End, options.DataTimeout, cancellationToken);
    }

    /// <returns>The first reply that is not 2yz, else the last, and whether it is the answer to MAIL.</returns>
    private async Task<(SmtpReply Answer, bool OfSender)> EnvelopeAsync(string mail, string recipient, CancellationToken cancellationToken)
    {
        if (!offered.Offers("PIPELINING"))
        {
            var reply = await SayAsync(mail, cancellationToken);
            return reply.IsDone ? (await SayAsync(recipient, cancellationToken), false) : (reply, true);
        }

        // RFC 2920 section 3.1: both go out together, both are answered.
        await wire.WriteLineAsync($"{mail}\r\n{recipient}", options.CommandTimeout, cancellationToken);
        var first = await wire.ReadReplyAsync(options.CommandTimeout, cancellationToken);
        if (first.Code == 421)
        {
            return (first, true);
        }

        var second = await wire.ReadReplyAsync(options.CommandTimeout, cancellationToken);
        return first.IsDone ? (second, false) : (first, true);
    }

    private async Task<SmtpReply> SayAsync(string line, CancellationToken cancellationToken)
    {
        await wire.WriteLineAsync(line, options.CommandTimeout, cancellationToken);
        return await wire.ReadReplyAsync(options.CommandTimeout, cancellationToken);
    }

    // 5.7.z: security and policy (RFC 3463 §3.8), such as a relay that does not know us. That is mended at the relay, or never.
    private static bool IsPolicy(SmtpReply reply) => reply.Enhanced?.StartsWith("5.7.", StringComparison.Ordinal) == true;

    private static SendOutcome OutcomeOf(SmtpReply reply) => reply switch
    {
        { Code: >= 300 and < 400 } => throw new SmtpFailure(SmtpFailure.Garbled),
        { IsPermanent: true } when !SignInCodes.Contains(reply.Code) && !IsPolicy(reply) => new SendOutcome.Refused(reply.Codes),
        _ => new SendOutcome.Deferred(reply.Codes),
    };
}
