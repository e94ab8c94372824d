namespace Portal.Core.Accounts.Invitations;

/// <summary>What became of a person's wish to get the initial password by SMS.</summary>
public abstract record SmsPasswordOutcome
{
    private SmsPasswordOutcome()
    {
    }

    /// <summary>It is on its way to the number that the sender gave; the one before is good no more.</summary>
    public sealed record Sent : SmsPasswordOutcome;

    /// <summary>There were too many SMS already.</summary>
    /// <param name="Until">When there may be another.</param>
    public sealed record TooMany(DateTimeOffset Until) : SmsPasswordOutcome;

    /// <summary>No SMS can be sent: the sender has got an initial password by mail instead, and knows why.</summary>
    public sealed record SentToSender : SmsPasswordOutcome;

    /// <summary>There is nothing to be sent: the link is unknown, somebody has registered, the invitation has ended, or it takes another way.</summary>
    public sealed record NotToBeSent : SmsPasswordOutcome;
}
