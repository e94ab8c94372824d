using System.Text;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// Bytes that ingest may write and only the web side may read (outbox entries, account profiles):
/// <c>version 0x01 ‖ key id (8) ‖ enc (65) ‖ ciphertext ‖ tag (16)</c>. HPKE, mode base; info = <c>"portal/1/" ‖ purpose ‖ 0x00 ‖ id</c>;
/// aad = the first nine bytes.
/// </summary>
public static class VaultBox
{
    /// <summary>How much longer a box is than its plaintext.</summary>
    public const int Overhead = HeadSize + Hpke.Overhead;

    private const byte Version = 0x01;
    private const int HeadSize = 1 + VaultPublicKey.KeyIdSize;

    /// <summary>Seals bytes to the vault key.</summary>
    /// <param name="vault">The vault's public key.</param>
    /// <param name="purpose">What they are, such as <c>outbox</c> or <c>profile</c>: lower-case letters, at most 64.</param>
    /// <param name="id">Whose they are: the entry's or the account's id.</param>
    /// <param name="plaintext">The bytes; any length.</param>
    /// <exception cref="ArgumentException">The purpose is not a word.</exception>
    public static byte[] Seal(VaultPublicKey vault, string purpose, Guid id, ReadOnlySpan<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(vault);
        return Seal(vault, HpkeEncapsulation.To(vault.Key), purpose, id, plaintext);
    }

    internal static byte[] Seal(
        VaultPublicKey vault, HpkeEncapsulation encapsulation, string purpose, Guid id, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        head[0] = Version;
        vault.KeyIdBytes.CopyTo(head[1..]);
        return [.. head, .. encapsulation.Seal(Info(purpose, id), head, plaintext)];
    }

    /// <summary>Opens a box.</summary>
    /// <exception cref="SealingException">
    /// Malformed: length, version, or no point of the curve. WrongKey: the key id names another vault key. Forged: it does not verify for this
    /// purpose and id.
    /// </exception>
    /// <exception cref="ArgumentException">The purpose is not a word.</exception>
    public static byte[] Open(VaultKey vault, string purpose, Guid id, ReadOnlySpan<byte> box)
    {
        ArgumentNullException.ThrowIfNull(vault);
        HpkeEncapsulation? encapsulation = null;
        return Open(vault, ref encapsulation, purpose, id, box);
    }

    /// <summary>Opens a box with the encapsulation of an earlier one where it is the same; else leaves this box's own there.</summary>
    internal static byte[] Open(VaultKey vault, ref HpkeEncapsulation? encapsulation, string purpose, Guid id, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead || box[0] != Version)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        return VaultHpke.Open(vault, ref encapsulation, box[..HeadSize], Info(purpose, id), box[HeadSize..]);
    }

    // Purposes are words of letters, so that none can be taken for another context's name.
    private static byte[] Info(string purpose, Guid id)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (purpose.Length > 64 || purpose.AsSpan().ContainsAnyExceptInRange('a', 'z') || Reserved.Contains(purpose))
        {
            throw new ArgumentException("A purpose is a word of lower-case letters that no other context uses.", nameof(purpose));
        }

        return InfoBytes.Of(Encoding.ASCII.GetBytes(purpose), id);
    }

    private static readonly string[] Reserved = ["message", "outline", "summary", "file", "delivery", "mailbox", "digest"];
}
