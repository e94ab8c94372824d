namespace Portal.Ingest.Smtp.Commands;

/// <summary>HELP (RFC 5321 §4.1.1.8).</summary>
internal static class Help
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken) =>
        session.ReplyAsync(Reply.Help);
}
