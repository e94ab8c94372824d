namespace Portal.Core.Storage.Model;

/// <summary>What a gateway's Idempotency-Key was first used for at the HTTP door.</summary>
public sealed class Submission
{
    /// <summary>The name of the gateway that used it.</summary>
    public required string Gateway { get; init; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 over envelope and outer mail as they came.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>When it was first used.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }
}
