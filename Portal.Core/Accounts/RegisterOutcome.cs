using Portal.Core.Accounts.Passwords;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>What became of a registration.</summary>
public abstract record RegisterOutcome
{
    private RegisterOutcome()
    {
    }

    /// <summary>The account exists and owns the mailbox.</summary>
    /// <param name="Account">The account.</param>
    /// <param name="Secret">What its password opens; the caller disposes of it.</param>
    public sealed record Registered(Account Account, PasswordSecret Secret) : RegisterOutcome;

    /// <summary>The initial password is not the one; a try is gone.</summary>
    public sealed record WrongInitialPassword : RegisterOutcome;

    /// <summary>There is no initial password that could be used: expired, out of tries, or used.</summary>
    public sealed record InitialPasswordEnded : RegisterOutcome;

    /// <summary>Somebody has registered the mailbox already.</summary>
    public sealed record AlreadyRegistered : RegisterOutcome;

    /// <summary>The link's token is unknown.</summary>
    public sealed record UnknownNotice : RegisterOutcome;

    /// <summary>The person's own password is not good enough; no try is gone.</summary>
    public sealed record PasswordRefused(PasswordWeakness Weakness) : RegisterOutcome;
}
