namespace Portal.Core.Accounts.MailCodes;

/// <summary>What a mailed code is good for; it is good for nothing else.</summary>
public enum MailCodePurpose
{
    /// <summary>Signing in.</summary>
    SignIn = 1,

    /// <summary>Showing that a mailbox belongs to an identity of another provider.</summary>
    Mailbox = 2,
}
