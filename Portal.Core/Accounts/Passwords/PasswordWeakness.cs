namespace Portal.Core.Accounts.Passwords;

/// <summary>Why a password is refused.</summary>
public enum PasswordWeakness
{
    /// <summary>Shorter than the tenant wants.</summary>
    TooShort,

    /// <summary>Longer than 1,000 characters.</summary>
    TooLong,

    /// <summary>Without an upper-case letter, where the tenant wants one.</summary>
    NoUpperCase,

    /// <summary>Without a digit, where the tenant wants one.</summary>
    NoDigit,

    /// <summary>One that everybody tries first: on the blocklist, a few characters repeated, or a run of the keyboard or alphabet.</summary>
    Common,

    /// <summary>Little more than the person's address or name.</summary>
    LikeAddressOrName,

    /// <summary>Little more than the name of the portal or of what it does.</summary>
    LikePortal,

    /// <summary>The initial password, which the sender knows too.</summary>
    LikeInitialPassword,

    /// <summary>One of the person's former passwords, where the tenant keeps them from being used again.</summary>
    Former,
}
