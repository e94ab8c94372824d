namespace Portal.Core.Outbox;

/// <summary>A mail that leaves encrypted to the recipient's own certificate. Sealed until it leaves; what it says lies encrypted in the entry's blob.</summary>
public sealed record CertificateMailPayload
{
    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>Bytes of the encrypted mail's body in the blob.</summary>
    public required long Size { get; init; }

    /// <summary>The Content-Type of that body.</summary>
    public required string ContentType { get; init; }

    /// <summary>The sender's display name as it stood in the mail; empty where it has none, or the portal itself writes.</summary>
    public string SenderName { get; init; } = "";

    /// <summary>The sender's address, to which answers go; null where the portal itself writes.</summary>
    public string? SenderAddress { get; init; }

    /// <summary>Whether the sender wants no answers: the mail names no address for them.</summary>
    public bool NoReply { get; init; }

    /// <summary>Whether a machine sent it: nobody is told then that it could not be delivered.</summary>
    public bool Automatic { get; init; }

    /// <summary>The message in whose chain it is told when it cannot be delivered; null where the portal itself writes.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>What stands for a delivery in that chain.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(CertificateMailPayload);
}
