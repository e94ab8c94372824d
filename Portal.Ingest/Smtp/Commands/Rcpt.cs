using Portal.Core.Mime;
using Portal.Ingest.Smtp.Envelopes;

namespace Portal.Ingest.Smtp.Commands;

/// <summary>RCPT (RFC 5321 §4.1.1.3). Whether the recipient is served is the intake's to say, once the mail has proved its origin.</summary>
internal static class Rcpt
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken) =>
        session.ReplyAsync(Add(session, argument));

    private static Reply Add(Session session, string argument)
    {
        var transaction = session.Transaction;
        if (PathArgument.Parse(argument, "TO:") is not { } parsed)
        {
            return Reply.BadArgument;
        }

        if (!string.IsNullOrWhiteSpace(parsed.Parameters))
        {
            return Reply.UnknownParameter;
        }

        if (!transaction.Utf8 && !System.Text.Ascii.IsValid(parsed.Path))
        {
            return Reply.Utf8Needed;
        }

        // What could never be a mailbox is refused here: after DATA, SMTP has one reply for all recipients.
        if (EnvelopeAddress.Parse(parsed.Path, transaction.Utf8) is not { } recipient
            || !AddressList.TryParseAddrSpec(recipient, out _))
        {
            return Reply.BadRecipient;
        }

        if (transaction.Recipients >= session.Options.MaxRecipients)
        {
            return Reply.TooManyRecipients;
        }

        if (transaction.Add(recipient) is { } refusal)
        {
            return refusal;
        }

        session.Phase = Phases.Recipients;
        return Reply.RecipientOk;
    }
}
