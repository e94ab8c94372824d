namespace Portal.Core.Tenants;

/// <summary>Whether the portal can open a mailbox without its owner's secret.</summary>
public enum MailboxRecovery
{
    /// <summary>The vault key opens it too: who forgets the password, or signs in without one, keeps the mail.</summary>
    Recoverable,

    /// <summary>From the registration on only the password and the recovery code open it: without both the mail is lost.</summary>
    RecipientOnly,
}
