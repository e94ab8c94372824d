namespace Portal.Core.Storage.Model;

/// <summary>One mail address with its key pair.</summary>
public sealed class Mailbox
{
    /// <summary>Random; part of what every key of the mailbox is bound to.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant it belongs to. A tenant and an address name one mailbox that takes mail.</summary>
    public required string Tenant { get; init; }

    /// <summary>The normalised address, in clear: mail could not be delivered without it.</summary>
    public required string Address { get; init; }

    /// <summary>The public half of the key pair, 65 bytes, uncompressed P-256.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The account that reads it, or null while nobody has registered.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>When the first mail arrived.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when notices to it come back as undeliverable; null: they do not, or one has arrived since.</summary>
    public DateTimeOffset? UndeliverableAt { get; set; }

    /// <summary>When another mailbox took over its address, because nobody could open this one any more; null while it takes mail.</summary>
    public DateTimeOffset? ReplacedAt { get; set; }
}
