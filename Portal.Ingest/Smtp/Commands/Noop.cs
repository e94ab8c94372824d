namespace Portal.Ingest.Smtp.Commands;

/// <summary>NOOP (RFC 5321 §4.1.1.9).</summary>
internal static class Noop
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken) =>
        session.ReplyAsync(Reply.Ok);
}
