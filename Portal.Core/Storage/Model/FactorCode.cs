namespace Portal.Core.Storage.Model;

/// <summary>A code that went out by SMS. It is good in the one sign-in or session that asked for it.</summary>
public sealed class FactorCode
{
    /// <summary>The row's id of that sign-in or session, 32 bytes.</summary>
    public required byte[] BoundTo { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>HMAC under the pepper, bound to <see cref="BoundTo"/>, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The number that it went to, a vault box with the purpose <c>mobile</c>.</summary>
    public required byte[] Number { get; init; }

    /// <summary>How many wrong ones it still bears.</summary>
    public required int TriesLeft { get; set; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
