namespace Portal.Ingest.Smtp.Commands;

/// <summary>RSET (RFC 5321 §4.1.1.5).</summary>
internal static class Rset
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            return session.ReplyAsync(Reply.BadArgument);
        }

        session.Reset(session.Phase == Phases.New ? Phases.New : Phases.Ready);
        return session.ReplyAsync(Reply.Ok);
    }
}
