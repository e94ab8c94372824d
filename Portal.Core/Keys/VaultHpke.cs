using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>What slots and boxes have in common: the key id is compared before anything is computed, and makes the refusal exact.</summary>
internal static class VaultHpke
{
    public static byte[] Open(
        VaultKey vault, ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes)
    {
        if (!keyId.SequenceEqual(vault.Public.KeyIdBytes))
        {
            throw new SealingException(SealingFailure.WrongKey);
        }

        try
        {
            return Hpke.OpenBase(vault.KeyPair, info, aad, sealedBytes);
        }
        catch (SealingException refusal) when (refusal.Failure is SealingFailure.WrongKey)
        {
            // The key is the one that is named: what does not verify was changed or belongs elsewhere.
            throw new SealingException(SealingFailure.Forged);
        }
    }
}
