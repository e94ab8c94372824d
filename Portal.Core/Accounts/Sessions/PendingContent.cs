using Portal.Core.Keys;

namespace Portal.Core.Accounts.Sessions;

/// <summary>What half a sign-in knows. In the database it is only ever sealed.</summary>
public sealed record PendingContent
{
    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The tenant whose pages these are.</summary>
    public required string Tenant { get; init; }

    /// <summary>What was proved already.</summary>
    public required SignInMethods Methods { get; init; }

    /// <summary>What the password opens slots with: its 32 bytes, or null where there was none.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>The parameters of <see cref="Secret"/>, or null.</summary>
    public byte[]? Parameters { get; init; }

    /// <summary>Of what was proved by the first factor.</summary>
    public static PendingContent Of(Guid accountId, string tenant, SignInMethods methods, PasswordSecret? secret) => new()
    {
        AccountId = accountId,
        Tenant = tenant,
        Methods = methods,
        Secret = secret?.Bytes.ToArray(),
        Parameters = secret?.Parameters.ToArray(),
    };

    /// <summary>The password's secret again, or null where there was none. The caller disposes of it.</summary>
    public PasswordSecret? TakeSecret() =>
        Secret is { Length: > 0 } && Parameters is { Length: > 0 } ? PasswordSecret.OfParts(Secret, Parameters) : null; // JSON brings back null as empty
}
