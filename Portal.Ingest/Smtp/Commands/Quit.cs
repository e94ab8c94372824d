namespace Portal.Ingest.Smtp.Commands;

/// <summary>QUIT (RFC 5321 §4.1.1.10).</summary>
internal static class Quit
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            return session.ReplyAsync(Reply.BadArgument);
        }

        session.Closing = true;
        return session.ReplyAsync(Reply.Bye);
    }
}
