namespace Portal.Ingest.Intake;

/// <summary>What the pipeline answers. One text for everything that is wrong inside the tunnel (threat C3).</summary>
internal static class Replies
{
    public static IntakeOutcome Accepted { get; } = new IntakeOutcome.Accepted();

    public static IntakeOutcome NotFromTunnel { get; } = new IntakeOutcome.Rejected(550, "5.7.1", "Not a message from a trusted tunnel");

    public static IntakeOutcome NoSender { get; } = new IntakeOutcome.Rejected(550, "5.6.0", "The message inside names no sender");

    public static IntakeOutcome ForeignSender { get; } = new IntakeOutcome.Rejected(550, "5.7.1", "The sender's domain is not served here");

    public static IntakeOutcome Loop { get; } = new IntakeOutcome.Rejected(550, "5.4.6", "The portal's own mail is not delivered here");

    // RFC 3463 §3.5: the message is too old for who is to take it.
    public static IntakeOutcome SignedLongAgo { get; } = new IntakeOutcome.Rejected(550, "5.4.7", "The message was signed too long ago");

    public static IntakeOutcome TooManyHops { get; } = new IntakeOutcome.Rejected(554, "5.4.6", "Too many hops: the mail goes in a circle");

    public static IntakeOutcome BadRecipient { get; } = new IntakeOutcome.Rejected(553, "5.1.3", "That is no address a mailbox can have");

    public static IntakeOutcome NoNotice { get; } = new IntakeOutcome.Rejected(550, "5.1.1", "No notice was sent from that address");

    public static IntakeOutcome DiskFull { get; } = new IntakeOutcome.Deferred(452, "4.3.1", "No space to store the message, try again later");

    public static IntakeOutcome TryLater { get; } = new IntakeOutcome.Deferred(451, "4.3.0", "Something went wrong here, try again later");

    public static IReadOnlyList<IntakeOutcome> ForAll(IncomingMail mail, IntakeOutcome outcome) =>
        [.. mail.Recipients.Select(_ => outcome)];

    // The chain of types and where it began; never a text, which might quote the mail.
    public static string Describe(Exception error)
    {
        var types = new List<string>();
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            types.Add(cause.GetType().Name);
        }

        var place = error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Portal.", StringComparison.Ordinal))?.Trim();
        return $"{string.Join(" < ", types)} {place}";
    }
}
