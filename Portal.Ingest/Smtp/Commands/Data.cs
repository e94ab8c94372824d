using Portal.Ingest.Smtp.Envelopes;

namespace Portal.Ingest.Smtp.Commands;

/// <summary>DATA (RFC 5321 §4.1.1.4).</summary>
internal static class Data
{
    public static async ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            await session.ReplyAsync(Reply.BadArgument);
            return;
        }

        if (session.Transaction.Body == BodyKind.Binary)
        {
            await session.ReplyAsync(Reply.NotWithBinary); // RFC 3030 §3
            return;
        }

        // Who does not wait for 354 does not listen: a program that was made to say SMTP, not a gateway (RFC 2920 §3.1, threats C8).
        if (session.Wire.HasInput())
        {
            throw new HangUpException(Reply.ContentTooEarly);
        }

        await session.ReplyAsync(Reply.SendData);
        session.Closing = !await session.ContentReader.ReadToDotAsync(session.Transaction.Content);
        await session.CommitAsync(cancellationToken);
    }
}
