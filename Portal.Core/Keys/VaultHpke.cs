using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>What slots and boxes have in common: the key id is compared before anything is computed, and makes the refusal exact.</summary>
internal static class VaultHpke
{
    /// <summary>Opens what is sealed to the vault key.</summary>
    /// <param name="vault">The vault's key.</param>
    /// <param name="encapsulation">That of an earlier one, used again where it is the same; this one's own afterwards.</param>
    /// <param name="head">What stands before the sealed bytes: the additional data, ending with the key id.</param>
    /// <param name="info">The context it is bound to.</param>
    /// <param name="sealedBytes">enc ‖ ciphertext ‖ tag.</param>
    public static byte[] Open(
        VaultKey vault, ref HpkeEncapsulation? encapsulation, ReadOnlySpan<byte> head, ReadOnlySpan<byte> info, ReadOnlySpan<byte> sealedBytes)
    {
        if (!head[^VaultPublicKey.KeyIdSize..].SequenceEqual(vault.Public.KeyIdBytes))
        {
            throw new SealingException(SealingFailure.WrongKey);
        }

        if (encapsulation?.IsOf(sealedBytes) != true)
        {
            encapsulation = HpkeEncapsulation.From(sealedBytes[..P256PublicKey.Size], vault.KeyPair);
        }

        try
        {
            return encapsulation.Open(info, head, sealedBytes);
        }
        catch (SealingException refusal) when (refusal.Failure is SealingFailure.WrongKey)
        {
            // The key is the one that is named: what does not verify was changed or belongs elsewhere.
            throw new SealingException(SealingFailure.Forged);
        }
    }
}
