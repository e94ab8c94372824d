using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>A mailbox's private key, locked with a recovery code: <c>version 0x01 ‖ kind 0x03</c>, then as every slot with a secret; 126 bytes.</summary>
public static class RecoverySlot
{
    /// <summary>The size in bytes.</summary>
    public const int Size = HeadSize + SecretSlot.TailSize;

    private const byte Kind = 0x03;
    private const int HeadSize = 2;

    private static ReadOnlySpan<byte> Name => "slot/recovery"u8;

    /// <summary>Locks a mailbox's private key.</summary>
    public static byte[] Create(MailboxKey mailbox, RecoveryCode code, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(code);
        return SecretSlot.Create([SecretSlot.Version, Kind], Name, code.Bytes, mailbox, mailboxId);
    }

    /// <summary>Opens a slot.</summary>
    /// <exception cref="SealingException">
    /// Malformed: length, version, kind, or what was locked. WrongKey: the commitment differs: another code or mailbox. Forged: the commitment is
    /// equal, and it does not verify.
    /// </exception>
    public static MailboxKey Open(ReadOnlySpan<byte> slot, RecoveryCode code, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (slot.Length != Size || slot[0] != SecretSlot.Version || slot[1] != Kind)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        return SecretSlot.Open(slot, HeadSize, Name, code.Bytes, mailboxId);
    }
}
