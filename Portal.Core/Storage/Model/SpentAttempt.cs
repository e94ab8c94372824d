namespace Portal.Core.Storage.Model;

/// <summary>An attempt to sign in at a provider from which the browser has come back: it does so once.</summary>
public sealed class SpentAttempt
{
    /// <summary>SHA-256 of the attempt's state parameter, 32 bytes.</summary>
    public required byte[] Id { get; init; }

    /// <summary>When the attempt would have ended anyway and can be forgotten.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
