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

/// <summary>What opens a key slot: the slot's second byte.</summary>
public enum KeySlotKind
{
    /// <summary>The web side's vault key.</summary>
    Vault = 1,

    /// <summary>A password: the account's, or an initial one that we made.</summary>
    Password = 2,

    /// <summary>The recovery code that a person keeps on paper.</summary>
    Recovery = 3,

    /// <summary>A passkey's authenticator.</summary>
    Passkey = 4,
}
