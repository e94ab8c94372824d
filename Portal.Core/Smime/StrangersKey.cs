using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Stands for a recipient that is none of ours: costs what unlocking one of ours costs, and never opens.</summary>
internal sealed class StrangersKey(TunnelKey ours) : IWrappedKey
{
    private const int WrappedBytes = 40; // a key of 32 bytes

    /// <summary>Like one for the first of our keys that can unlock anything; null where none can.</summary>
    public static StrangersKey? Like(IReadOnlyList<TunnelKey> keys) =>
        keys.FirstOrDefault(k => k.Rsa is not null || k.Ecdh is not null) is { } ours ? new StrangersKey(ours) : null;

    public byte[] Unwrap() => Imitation().Unwrap();

    public void Fail() => Imitation().Fail();

    private IWrappedKey Imitation()
    {
        if (ours.Rsa is { } rsa)
        {
            var encryptedKey = RandomNumberGenerator.GetBytes(rsa.KeySize / 8);
            encryptedKey[0] = 0; // below the modulus
            return new KeyTransport(rsa, encryptedKey, RSAEncryptionPadding.Pkcs1);
        }

        return new KeyAgreement(ours.Ecdh!, ours.Point, new KeyDerivation(HashAlgorithmName.SHA256, 32, []), new byte[WrappedBytes]);
    }
}
