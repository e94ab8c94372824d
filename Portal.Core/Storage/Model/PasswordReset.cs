namespace Portal.Core.Storage.Model;

/// <summary>A wish to set a new password. A row is written whoever asks, also for addresses that nobody has, so that asking tells nothing.</summary>
public sealed class PasswordReset
{
    /// <summary>Random.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant on whose pages somebody asked.</summary>
    public required string Tenant { get; init; }

    /// <summary>HMAC of the address under the pepper, 32 bytes: how often it was asked for. Random where it was one too many: that counts no more.</summary>
    public required byte[] AddressHash { get; init; }

    /// <summary>Address, language, and the number to call back: a vault box with the purpose <c>reset</c>; emptied when it is needed no more.</summary>
    public required byte[] Box { get; set; }

    /// <summary>Where it stands.</summary>
    public ResetState State { get; set; }

    /// <summary>SHA-256 of a label and the secret of the browser that asked, 32 bytes; empty where none did.</summary>
    public byte[] BrowserHash { get; init; } = [];

    /// <summary>The account, once it was found.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Keyed hash of the code that went out by SMS, 32 bytes; empty before.</summary>
    public byte[] CodeHash { get; set; } = [];

    /// <summary>SHA-256 of the 16 random bytes of the link or of the operator's code; empty before.</summary>
    public byte[] TokenHash { get; set; } = [];

    /// <summary>How many tries are left, counted down before each comparison.</summary>
    public int TriesLeft { get; set; }

    /// <summary>When somebody asked.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The operator who was the first of two to approve, or null.</summary>
    public string? ApprovedBy { get; set; }
}

/// <summary>Where a wish to set a new password stands.</summary>
public enum ResetState
{
    /// <summary>Written down; nobody has looked whose address it is.</summary>
    Asked = 0,

    /// <summary>Waits for an operator.</summary>
    Waiting = 1,

    /// <summary>The code is out; it must come back from the browser that asked.</summary>
    CodeSent = 2,

    /// <summary>Whoever has the token may set a new password, once.</summary>
    Ready = 3,

    /// <summary>A new password was set.</summary>
    Used = 4,

    /// <summary>Nobody has the address, an operator refused, or a newer one took its place.</summary>
    Ended = 5,
}
