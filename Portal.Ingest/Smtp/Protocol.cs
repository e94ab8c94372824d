using Portal.Ingest.Smtp.Commands;

namespace Portal.Ingest.Smtp;

/// <summary>The protocol: which command may be said at which door, where in the conversation, and without TLS where TLS is required.</summary>
internal static class Protocol
{
    private static readonly Dictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> Smtp = Table(
        new Rule("HELO", Phases.Always, Hello.HeloAsync) { BeforeTls = true },
        new Rule("EHLO", Phases.Always, Hello.EhloAsync) { BeforeTls = true });

    private static readonly Dictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> Lmtp = Table(
        new Rule("LHLO", Phases.Always, Hello.EhloAsync) { BeforeTls = true });

    // Browsers can be made to post to a port of the machine they run on; what they say must not be read on.
    private static readonly string[] Http = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"];

    /// <summary>What a command does. It writes its replies itself.</summary>
    public delegate ValueTask Command(Session session, string argument, CancellationToken cancellationToken);

    public static Rule? Find(Door door, ReadOnlySpan<char> verb) =>
        (door == Door.Lmtp ? Lmtp : Smtp).TryGetValue(verb, out var rule) ? rule : null;

    public static bool IsHttp(ReadOnlySpan<char> verb)
    {
        foreach (var method in Http)
        {
            if (verb.SequenceEqual(method))
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> Table(params Rule[] hello)
    {
        Rule[] rules =
        [
            .. hello,
            new("STARTTLS", Phases.Ready, StartTls.RunAsync) { BeforeTls = true },
            new("MAIL", Phases.Ready, Mail.RunAsync),
            new("RCPT", Phases.Sender | Phases.Recipients, Rcpt.RunAsync),
            new("DATA", Phases.Recipients, Data.RunAsync),
            new("BDAT", Phases.Recipients | Phases.Chunks, Bdat.RunAsync) { OutOfPlace = Bdat.SkipAsync },
            new("RSET", Phases.Always, Rset.RunAsync),
            new("NOOP", Phases.Always, Noop.RunAsync) { BeforeTls = true },
            new("VRFY", Phases.Always, Vrfy.RunAsync),
            new("HELP", Phases.Always, Help.RunAsync),
            new("QUIT", Phases.Always, Quit.RunAsync) { BeforeTls = true },
        ];
        return rules
            .ToDictionary(rule => rule.Verb, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>One line of the table.</summary>
    internal sealed record Rule(string Verb, Phases Phases, Command RunAsync)
    {
        /// <summary>Whether it is answered before STARTTLS where TLS is required (RFC 3207 §4).</summary>
        public bool BeforeTls { get; init; }

        /// <summary>What must be read off the wire even where the command is refused.</summary>
        public Command? OutOfPlace { get; init; }
    }
}
