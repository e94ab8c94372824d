using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// A mailbox's private key, locked with the vault key: <c>version 0x01 ‖ kind 0x01 ‖ key id (8) ‖ enc (65) ‖ ciphertext (32) ‖ tag (16)</c>,
/// 123 bytes. HPKE, mode base; info = <c>"portal/1/slot/vault" ‖ 0x00 ‖ mailbox id</c>; aad = the first ten bytes.
/// </summary>
public static class VaultSlot
{
    /// <summary>The size in bytes.</summary>
    public const int Size = HeadSize + Hpke.Overhead + MailboxKey.Size;

    private const byte Version = 0x01;
    private const byte KindVault = 0x01;
    private const int HeadSize = 2 + VaultPublicKey.KeyIdSize;

    /// <summary>Locks a mailbox's private key.</summary>
    public static byte[] Create(MailboxKey mailbox, VaultPublicKey vault, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(vault);
        Span<byte> head = stackalloc byte[HeadSize];
        WriteHead(head, vault);
        var scalar = mailbox.ExportPrivate();
        var body = Hpke.SealBase(vault.Key, Info(mailboxId), head, scalar);
        CryptographicOperations.ZeroMemory(scalar);
        return [.. head, .. body];
    }

    /// <summary>Opens a slot.</summary>
    /// <exception cref="SealingException">
    /// Malformed: length, version, kind, or no point of the curve. WrongKey: the key id names another vault key. Forged: it does not verify for
    /// this mailbox.
    /// </exception>
    public static MailboxKey Open(ReadOnlySpan<byte> slot, VaultKey vault, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(vault);
        if (slot.Length != Size || slot[0] != Version || slot[1] != KindVault)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        HpkeEncapsulation? encapsulation = null;
        var scalar = VaultHpke.Open(vault, ref encapsulation, slot[..HeadSize], Info(mailboxId), slot[HeadSize..]);
        try
        {
            return MailboxKey.FromPrivate(scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    private static void WriteHead(Span<byte> head, VaultPublicKey vault)
    {
        head[0] = Version;
        head[1] = KindVault;
        vault.KeyIdBytes.CopyTo(head[2..]);
    }

    private static byte[] Info(Guid mailboxId) => InfoBytes.Of("slot/vault"u8, mailboxId);
}
