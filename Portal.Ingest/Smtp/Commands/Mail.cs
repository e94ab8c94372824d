using Portal.Ingest.Smtp.Envelopes;

namespace Portal.Ingest.Smtp.Commands;

/// <summary>MAIL (RFC 5321 §4.1.1.2).</summary>
internal static class Mail
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken) =>
        session.ReplyAsync(Start(session, argument));

    private static Reply Start(Session session, string argument)
    {
        if (PathArgument.Parse(argument, "FROM:") is not { } parsed)
        {
            return Reply.BadArgument;
        }

        if (!session.Extended && parsed.Parameters.Length > 0)
        {
            return Reply.UnknownParameter;
        }

        if (MailParameters.TryParse(parsed.Parameters, out var parameters) is { } refusal)
        {
            return refusal;
        }

        if (parameters.Size > session.Options.MaxMessageBytes)
        {
            return Reply.TooLarge;
        }

        if (!parameters.Utf8 && !System.Text.Ascii.IsValid(parsed.Path))
        {
            return Reply.Utf8Needed;
        }

        // The null reverse path is that of bounces (RFC 5321 §4.5.5).
        var sender = parsed.Path.Length == 0 ? "" : EnvelopeAddress.Parse(parsed.Path, parameters.Utf8);
        if (sender is null)
        {
            return Reply.BadSender;
        }

        session.Transaction.Start(sender, parameters);
        session.Phase = Phases.Sender;
        return Reply.SenderOk;
    }
}
