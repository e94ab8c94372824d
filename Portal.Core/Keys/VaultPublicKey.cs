using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>The public half of the vault key: who has it can make vault slots and boxes, and open none.</summary>
public sealed class VaultPublicKey
{
    /// <summary>The size of the key id in bytes.</summary>
    public const int KeyIdSize = 8;

    private readonly byte[] _id;

    /// <summary>Names a public key.</summary>
    public VaultPublicKey(P256PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = key;
        _id = SHA256.HashData(key.Bytes)[..KeyIdSize];
        KeyId = Convert.ToHexStringLower(_id);
    }

    /// <summary>The key.</summary>
    public P256PublicKey Key { get; }

    /// <summary>16 hexadecimal digits: the first 8 bytes of SHA-256 over the 65 bytes of the key.</summary>
    public string KeyId { get; }

    /// <summary>The 8 bytes that name the key in slots and boxes.</summary>
    public ReadOnlySpan<byte> KeyIdBytes => _id;
}
