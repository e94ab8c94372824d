using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// A mailbox's private key, locked with a password: <c>version 0x01 ‖ kind 0x02 ‖ kdf</c>, then as every slot with a secret. The kdf is
/// <c>0x01 ‖ rounds (4) ‖ salt (32)</c> for a password that a person chose (163 bytes in all), <c>0x00</c> for one that we made (127 bytes).
/// </summary>
public static class PasswordSlot
{
    /// <summary>The size in bytes of a slot for a password that a person chose.</summary>
    public const int ChosenSize = KindSize + 1 + PasswordStretch.Size + SecretSlot.TailSize;

    /// <summary>The size in bytes of a slot for a password that we made.</summary>
    public const int MadeSize = KindSize + 1 + SecretSlot.TailSize;

    private const byte Kind = 0x02;
    private const int KindSize = 2;

    private static ReadOnlySpan<byte> Name => "slot/password"u8;

    /// <summary>Locks a mailbox's private key.</summary>
    public static byte[] Create(MailboxKey mailbox, PasswordSecret secret, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return SecretSlot.Create([SecretSlot.Version, Kind, .. secret.Parameters], Name, secret.Bytes, mailbox, mailboxId);
    }

    /// <summary>Opens a slot. Stretches nothing: the secret has been.</summary>
    /// <exception cref="SealingException">
    /// Malformed: length, version, kind, kdf, rounds, or what was locked. WrongKey: the slot names another kdf, salt or rounds than the
    /// secret's, or the commitment differs. Forged: the commitment is equal, and it does not verify.
    /// </exception>
    public static MailboxKey Open(ReadOnlySpan<byte> slot, PasswordSecret secret, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!IsWellFormed(slot))
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        var headSize = slot.Length - SecretSlot.TailSize;
        if (!slot[KindSize..headSize].SequenceEqual(secret.Parameters))
        {
            throw new SealingException(SealingFailure.WrongKey);
        }

        return SecretSlot.Open(slot, headSize, Name, secret.Bytes, mailboxId);
    }

    /// <summary>How the password of a slot was stretched; null where it is no slot, or one for a password that we made.</summary>
    internal static PasswordStretch? StretchOf(byte[] slot) => IsWellFormed(slot) && slot.Length == ChosenSize
        ? PasswordStretch.Read(slot.AsSpan(KindSize + 1, PasswordStretch.Size))
        : null;

    private static bool IsWellFormed(ReadOnlySpan<byte> slot) =>
        slot.Length is ChosenSize or MadeSize && slot[0] == SecretSlot.Version && slot[1] == Kind
        && (slot.Length == MadeSize
            ? slot[KindSize] == PasswordSecret.Made
            : slot[KindSize] == PasswordSecret.Chosen && PasswordStretch.IsValid(slot.Slice(KindSize + 1, PasswordStretch.Size)));
}
