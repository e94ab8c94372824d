using Portal.Core.Outbox.Sms;

namespace Portal.Core.Accounts.Factors;

/// <summary>The second factors that an account has.</summary>
public sealed record AccountFactors
{
    /// <summary>When the authenticator app was set up, or null where there is none.</summary>
    public DateTimeOffset? App { get; init; }

    /// <summary>How many passkeys there are.</summary>
    public int Passkeys { get; init; }

    /// <summary>Where codes by SMS go to, or null where there is none, or SMS are not sent any more.</summary>
    public PhoneNumber? Mobile { get; init; }

    /// <summary>How many backup codes are left.</summary>
    public int BackupCodes { get; init; }

    /// <summary>In how many browsers nobody is asked for the second factor.</summary>
    public int TrustedDevices { get; init; }

    /// <summary>Whether there is one at all. Backup codes stand in for one and are none.</summary>
    public bool Any => App is not null || Passkeys > 0 || Mobile is not null;
}
