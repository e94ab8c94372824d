namespace Portal.Core.Storage.Model;

/// <summary>A passkey's challenge that was answered: it is kept until it would have ended, so that no answer is good twice.</summary>
public sealed class SpentChallenge
{
    /// <summary>SHA-256 of the challenge's random id, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When the challenge ends by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
