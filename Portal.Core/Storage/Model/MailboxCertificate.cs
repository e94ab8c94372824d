namespace Portal.Core.Storage.Model;

/// <summary>A recipient's own S/MIME certificate: what comes for the mailbox can leave encrypted to it instead of waiting in the portal.</summary>
public sealed class MailboxCertificate
{
    /// <summary>Random.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Until when it is valid.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>HMAC-SHA-256 under the pepper of the code in the encrypted mail that proves the key, 32 bytes; null once it is proved.</summary>
    public byte[]? ChallengeHash { get; set; }

    /// <summary>Until when that code is good, or null.</summary>
    public DateTimeOffset? ChallengeUntil { get; set; }

    /// <summary>How many tries at the code are left, counted down before each comparison.</summary>
    public int TriesLeft { get; set; }

    /// <summary>When its owner showed that he has the key, or null.</summary>
    public DateTimeOffset? ProvedAt { get; set; }

    /// <summary>Whether mail is sent to it, once it is proved; else it waits in the portal.</summary>
    public bool InUse { get; set; }

    /// <summary>When its owner was told that it ends, or null.</summary>
    public DateTimeOffset? EndToldAt { get; set; }
}
