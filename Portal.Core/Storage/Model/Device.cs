namespace Portal.Core.Storage.Model;

/// <summary>A browser in which a person has signed in before. Its tries to sign in are counted apart, so that nobody else's lock its owner out.</summary>
public sealed class Device
{
    /// <summary>SHA-256 of a label and the cookie's secret, 32 bytes.</summary>
    public required byte[] Id { get; init; }

    /// <summary>Whose sign-in it remembers; one browser may know several people.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Browser and system in our own words, as <see cref="Session.Browser"/>; empty where it said nothing known.</summary>
    public string Browser { get; init; } = "";

    /// <summary>When the person first signed in here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the person last signed in here.</summary>
    public required DateTimeOffset LastSignInAt { get; set; }

    /// <summary>Wrong tries from this browser since the last right one.</summary>
    public int FailedCount { get; set; }

    /// <summary>Until when tries from this browser wait, or null.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Until when nobody is asked for the second factor here, or null.</summary>
    public DateTimeOffset? TrustedUntil { get; set; }

    /// <summary>HMAC of the password hash of that time, 32 bytes, or null: with another password the trust is over.</summary>
    public byte[]? TrustMark { get; set; }
}
