namespace Portal.Core.Storage.Model;

/// <summary>A code that stands in for a second factor, once.</summary>
public sealed class BackupCode
{
    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>HMAC under the pepper, bound to the account, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was used, or null.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
