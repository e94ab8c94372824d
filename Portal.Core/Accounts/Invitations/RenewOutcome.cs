namespace Portal.Core.Accounts.Invitations;

/// <summary>What became of a sender's wish for another initial password.</summary>
public abstract record RenewOutcome
{
    private RenewOutcome()
    {
    }

    /// <summary>It is on its way to the sender; the one before is good no more.</summary>
    public sealed record Sent : RenewOutcome;

    /// <summary>The recipient has registered and needs none.</summary>
    public sealed record Registered : RenewOutcome;

    /// <summary>The last one was made only just now.</summary>
    /// <param name="Until">When there may be another.</param>
    public sealed record TooSoon(DateTimeOffset Until) : RenewOutcome;

    /// <summary>Another sender's invitation holds: its initial password is not taken away.</summary>
    public sealed record InvitedByAnother : RenewOutcome;

    /// <summary>The link is unknown or over.</summary>
    public sealed record Unknown : RenewOutcome;
}
