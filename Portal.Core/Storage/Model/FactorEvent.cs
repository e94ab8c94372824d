namespace Portal.Core.Storage.Model;

/// <summary>A change of an account's second factors, or a use that people should know of. Rows are added and never changed; they outlive the account.</summary>
public sealed class FactorEvent
{
    /// <summary>Counts up.</summary>
    public long Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>What happened.</summary>
    public required FactorChange Change { get; init; }
}

/// <summary>What happened to the ways in which an account signs in.</summary>
public enum FactorChange
{
    /// <summary>An authenticator app was set up, or another in its place.</summary>
    AppAdded = 1,

    /// <summary>The authenticator app was removed.</summary>
    AppRemoved = 2,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded = 3,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved = 4,

    /// <summary>A mobile number for codes was set, or another in its place.</summary>
    MobileAdded = 5,

    /// <summary>The mobile number was removed.</summary>
    MobileRemoved = 6,

    /// <summary>New backup codes were made; earlier ones are good no more.</summary>
    BackupCodesMade = 7,

    /// <summary>A backup code was used.</summary>
    BackupCodeUsed = 8,

    /// <summary>After a wrong code the next one waits.</summary>
    TooManyFailures = 9,

    /// <summary>An identity at another provider signs in from now on.</summary>
    ProviderConnected = 10,

    /// <summary>It no longer does.</summary>
    ProviderRemoved = 11,

    /// <summary>An address joined the account: whoever has the account reads its mail, and may sign in with it.</summary>
    AddressAdded = 12,

    /// <summary>An address left it.</summary>
    AddressRemoved = 13,

    /// <summary>An operator took all of them away, with the backup codes.</summary>
    AllReset = 14,

    /// <summary>A browser is spared the second factor for a while, as the person wished when signing in.</summary>
    DeviceTrusted = 15,

    /// <summary>The person had the second factor asked for again, in one browser or in all.</summary>
    DeviceTrustEnded = 16,

    /// <summary>Messages to an address leave encrypted to the person's own certificate.</summary>
    CertificateInUse = 30,

    /// <summary>They wait in the portal again.</summary>
    CertificateNotInUse = 31,

    /// <summary>The certificate ends within two weeks.</summary>
    CertificateEndsSoon = 32,

    /// <summary>It has ended: messages wait in the portal again.</summary>
    CertificateHasEnded = 33,
}
