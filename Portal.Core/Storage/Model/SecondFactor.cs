namespace Portal.Core.Storage.Model;

/// <summary>An account's authenticator app, and the wrong tries at all its second factors together.</summary>
public sealed class SecondFactor
{
    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The secret that the app shares, a vault box with the purpose <c>authenticator</c>; empty where there is no app.</summary>
    public byte[] AuthenticatorSecret { get; set; } = [];

    /// <summary>When the app was set up, or null where there is none.</summary>
    public DateTimeOffset? AuthenticatorAt { get; set; }

    /// <summary>The time step of the last code that was taken: neither it nor an earlier one is good any more.</summary>
    public long LastStep { get; set; }

    /// <summary>Wrong tries since the last right one. A right password does not set it back.</summary>
    public int FailedCount { get; set; }

    /// <summary>Until when the next try waits, or null.</summary>
    public DateTimeOffset? LockedUntil { get; set; }
}
