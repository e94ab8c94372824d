using Portal.Core.Outbox.Sms;

namespace Portal.Core.Accounts.Factors;

/// <summary>The second factors that an account has.</summary>
public sealed record AccountFactors
{
    /// <summary>When the authenticator app was set up, or null where there is none.</summary>
    public DateTimeOffset? App { get; init; }

    /// <summary>How many passkeys there are.</summary>
    public int Passkeys { get; init; }

    /// <summary>Whether a number for codes by SMS was set, also while none can be sent.</summary>
    public bool HasMobile { get; init; }

    /// <summary>Where codes by SMS go to, or null where there is none, or none can be sent at the moment.</summary>
    public PhoneNumber? Mobile { get; init; }

    /// <summary>How many backup codes are left.</summary>
    public int BackupCodes { get; init; }

    /// <summary>In how many browsers nobody is asked for the second factor.</summary>
    public int TrustedDevices { get; init; }

    /// <summary>
    /// Whether there is one at all. A number counts also while no SMS can be sent: a provider that is taken away must not take the second step away (threat A1).
    /// Backup codes stand in for one and are none.
    /// </summary>
    public bool Any => App is not null || Passkeys > 0 || HasMobile;

    /// <summary>Whether a sign-in asks for the second step: codes that are left are asked for, too.</summary>
    public bool IsAsked => Any || BackupCodes > 0;

    /// <summary>Whether one of them can be proved now, which a number cannot while no SMS is sent.</summary>
    public bool Works => App is not null || Passkeys > 0 || Mobile is not null;
}
