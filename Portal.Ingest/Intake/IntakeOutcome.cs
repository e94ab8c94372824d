namespace Portal.Ingest.Intake;

/// <summary>What became of a mail for one recipient.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>It is on the disk (or already was): the door answers 250.</summary>
    public sealed record Accepted : IntakeOutcome;

    /// <summary>It will never be taken: the door answers 5yz, nothing of it is kept.</summary>
    /// <param name="Code">The basic reply code, 500 to 599.</param>
    /// <param name="Status">The enhanced status code (RFC 3463), such as 5.7.1.</param>
    /// <param name="Text">One line of ASCII for the peer; names no secret and no cause inside the tunnel.</param>
    public sealed record Rejected(int Code, string Status, string Text) : IntakeOutcome;

    /// <summary>It could not be taken now: the door answers 4yz and the gateway keeps it.</summary>
    /// <param name="Code">The basic reply code, 400 to 499.</param>
    /// <param name="Status">The enhanced status code (RFC 3463), such as 4.3.0.</param>
    /// <param name="Text">One line of ASCII for the peer.</param>
    public sealed record Deferred(int Code, string Status, string Text) : IntakeOutcome;
}
