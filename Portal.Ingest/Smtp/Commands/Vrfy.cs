namespace Portal.Ingest.Smtp.Commands;

/// <summary>VRFY (RFC 5321 §3.5.3): who has a mailbox here is not told.</summary>
internal static class Vrfy
{
    public static ValueTask RunAsync(Session session, string argument, CancellationToken cancellationToken) =>
        session.ReplyAsync(argument.Length == 0 ? Reply.BadArgument : Reply.Verify);
}
