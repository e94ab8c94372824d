namespace Portal.Core.Storage.Model;

/// <summary>One locked copy of a mailbox's private key (docs/sealed-format.md).</summary>
public sealed class KeySlot
{
    /// <summary>Random.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox whose key it locks.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>What opens it.</summary>
    public required KeySlotKind Kind { get; init; }

    /// <summary>The slot's bytes, the kind included.</summary>
    public required byte[] Slot { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What opens a key slot.</summary>
public enum KeySlotKind
{
    /// <summary>The web side's vault key.</summary>
    Vault = 1,
}
