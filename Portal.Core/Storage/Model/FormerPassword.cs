namespace Portal.Core.Storage.Model;

/// <summary>The hash of a password that an account had, kept as long as the tenant wants it not to be chosen again.</summary>
public sealed class FormerPassword
{
    /// <summary>Counts up.</summary>
    public long Id { get; init; }

    /// <summary>Whose it was.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>As it stood in the account: keyed with the server's pepper and bound to the account.</summary>
    public required string Hash { get; init; }

    /// <summary>When another took its place.</summary>
    public required DateTimeOffset ReplacedAt { get; init; }
}
