namespace Portal.Core.Storage.Model;

/// <summary>A one-time code that went to a mailbox, or would have gone there if it were anybody's.</summary>
public sealed class MailCode
{
    /// <summary>SHA-256 of a label, the purpose and the browser's secret, 32 bytes: only the browser that asked can use the code.</summary>
    public required byte[] Id { get; init; }

    /// <summary>HMAC under the pepper of tenant and address, 32 bytes: counts the codes for one address. Random where it was one too many.</summary>
    public required byte[] Address { get; init; }

    /// <summary>HMAC under the pepper of the code, bound to the id, 32 bytes. Random where no code went out: then none is right.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>How many wrong tries it still bears.</summary>
    public required int TriesLeft { get; set; }

    /// <summary>When somebody asked for it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
