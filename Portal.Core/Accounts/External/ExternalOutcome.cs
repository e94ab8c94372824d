using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.External;

/// <summary>What a checked identity of another provider leads to.</summary>
public abstract record ExternalOutcome
{
    private ExternalOutcome()
    {
    }

    /// <summary>It belongs to this account.</summary>
    public sealed record Known(Account Account) : ExternalOutcome;

    /// <summary>An account was made for it.</summary>
    /// <param name="Account">The account.</param>
    /// <param name="Invited">Whether somebody has written to the address.</param>
    public sealed record Registered(Account Account, bool Invited) : ExternalOutcome;

    /// <summary>Nobody's word on the address counts: the person must show that the mailbox is theirs.</summary>
    public sealed record NeedsMailboxProof : ExternalOutcome;

    /// <summary>The address has an account: its owner must sign in as before and confirm.</summary>
    public sealed record NeedsConfirmation : ExternalOutcome;

    /// <summary>The provider named no address.</summary>
    public sealed record NoAddress : ExternalOutcome;

    /// <summary>Nobody has written to the address, and people may not register by themselves.</summary>
    public sealed record NotInvited : ExternalOutcome;

    /// <summary>The invitation was not taken up in time; the next mail brings a new one.</summary>
    public sealed record InvitationEnded : ExternalOutcome;
}
