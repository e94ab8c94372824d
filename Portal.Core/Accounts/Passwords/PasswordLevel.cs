namespace Portal.Core.Accounts.Passwords;

/// <summary>How long a password would withstand somebody who guesses.</summary>
public enum PasswordLevel
{
    /// <summary>Among the first tries.</summary>
    VeryWeak,

    /// <summary>Soon found.</summary>
    Weak,

    /// <summary>Not found by trying here, but by whoever steals all that is needed to try elsewhere.</summary>
    Fair,

    /// <summary>Hard to find, with effort.</summary>
    Good,

    /// <summary>Out of reach.</summary>
    Strong,
}
