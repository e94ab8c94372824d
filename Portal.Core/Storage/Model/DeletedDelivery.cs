namespace Portal.Core.Storage.Model;

/// <summary>
/// What is left of a delivery that was deleted for good, alone or with its mailbox: enough to know its mail when the same bytes come again, and nothing that
/// says to whom it was or what stood in it.
/// </summary>
public sealed class DeletedDelivery
{
    /// <summary>HMAC of tenant and address under the pepper, 32 bytes.</summary>
    public required byte[] AddressHash { get; init; }

    /// <summary>The random id of the mailbox; the digest was made with it.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The keyed digest of the signed content as the delivery had it, 32 bytes.</summary>
    public required byte[] ContentDigest { get; init; }

    /// <summary>When it was deleted.</summary>
    public required DateTimeOffset DeletedAt { get; init; }
}
