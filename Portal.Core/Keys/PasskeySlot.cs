using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// A mailbox's private key, locked with what a passkey's authenticator computes (WebAuthn Level 3 §10.1.4, prf):
/// <c>version 0x01 ‖ kind 0x04</c>, then as every slot with a secret; 126 bytes.
/// </summary>
public static class PasskeySlot
{
    /// <summary>The size in bytes.</summary>
    public const int Size = HeadSize + SecretSlot.TailSize;

    /// <summary>The size in bytes of the authenticator's output.</summary>
    public const int OutputSize = 32;

    private const byte Kind = 0x04;
    private const int HeadSize = 2;

    private static ReadOnlySpan<byte> Name => "slot/passkey"u8;

    /// <summary>Locks a mailbox's private key.</summary>
    /// <param name="mailbox">The mailbox's key.</param>
    /// <param name="output">The authenticator's 32 bytes, which the caller zeroes.</param>
    /// <param name="mailboxId">The mailbox.</param>
    public static byte[] Create(MailboxKey mailbox, ReadOnlySpan<byte> output, Guid mailboxId)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, OutputSize, nameof(output));
        return SecretSlot.Create([SecretSlot.Version, Kind], Name, output, mailbox, mailboxId);
    }

    /// <summary>Opens a slot.</summary>
    /// <exception cref="SealingException">
    /// Malformed: length, version, kind, or what was locked. WrongKey: the commitment differs: another passkey or mailbox. Forged: the commitment
    /// is equal, and it does not verify.
    /// </exception>
    public static MailboxKey Open(ReadOnlySpan<byte> slot, ReadOnlySpan<byte> output, Guid mailboxId)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, OutputSize, nameof(output));
        if (slot.Length != Size || slot[0] != SecretSlot.Version || slot[1] != Kind)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        return SecretSlot.Open(slot, HeadSize, Name, output, mailboxId);
    }
}
