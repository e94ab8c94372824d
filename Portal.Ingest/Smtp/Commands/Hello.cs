namespace Portal.Ingest.Smtp.Commands;

/// <summary>HELO, EHLO (RFC 5321 §4.1.1.1) and LHLO (RFC 2033 §4.1). Each also ends a mail that was begun.</summary>
internal static class Hello
{
    public static async ValueTask HeloAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        if (!Greet(session, argument, extended: false))
        {
            await session.ReplyAsync(Reply.BadArgument);
            return;
        }

        await session.ReplyAsync(new Reply(250, "", session.Options.HostName));
    }

    public static async ValueTask EhloAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        if (!Greet(session, argument, extended: true))
        {
            await session.ReplyAsync(Reply.BadArgument);
            return;
        }

        string[] startTls = StartTls.IsOffered(session) ? ["STARTTLS"] : [];
        session.Wire.WriteLines(250,
        [
            session.Options.HostName,
            "PIPELINING",
            $"SIZE {session.Options.MaxMessageBytes}",
            .. startTls,
            "8BITMIME",
            "SMTPUTF8",
            "CHUNKING",
            "BINARYMIME",
            "ENHANCEDSTATUSCODES",
        ]);
    }

    // The name is not checked against anything: it proves nothing, and many are wrong.
    private static bool Greet(Session session, string name, bool extended)
    {
        if (name.Length is 0 or > 255 || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        session.Reset(Phases.Ready);
        session.Extended = extended;
        return true;
    }
}
