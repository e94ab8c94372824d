using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// The key schedule of RFC 9180 §5.1 with DHKEM(P-256, HKDF-SHA-256) and HKDF-SHA-256, without a pre-shared key. The AEAD's id is a
/// parameter because the published vectors have other AEADs; the product uses <see cref="Aes256Gcm"/> alone.
/// </summary>
internal static class HpkeKeySchedule
{
    public const byte ModeBase = 0x00;
    public const byte ModeAuth = 0x02;
    public const ushort Aes256Gcm = 0x0002;
    public const int NonceSize = 12;

    private const ushort Kem = 0x0010;
    private const ushort Kdf = 0x0001;
    private const int SuiteSize = 10;

    /// <summary>Derives the key (as long as the span) and the base nonce, which is the nonce of the first and only message.</summary>
    public static void Derive(
        byte mode, ushort aead, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, Span<byte> key, Span<byte> nonce)
    {
        Span<byte> suite = stackalloc byte[SuiteSize];
        WriteSuite(suite, aead);

        // mode ‖ psk_id_hash ‖ info_hash
        Span<byte> context = stackalloc byte[1 + (2 * LabeledHkdf.HashSize)];
        context[0] = mode;
        LabeledHkdf.Extract([], suite, "psk_id_hash"u8, [], context.Slice(1, LabeledHkdf.HashSize));
        LabeledHkdf.Extract([], suite, "info_hash"u8, info, context[(1 + LabeledHkdf.HashSize)..]);

        Span<byte> secret = stackalloc byte[LabeledHkdf.HashSize];
        LabeledHkdf.Extract(sharedSecret, suite, "secret"u8, [], secret);
        LabeledHkdf.Expand(secret, suite, "key"u8, context, key);
        LabeledHkdf.Expand(secret, suite, "base_nonce"u8, context, nonce);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static void WriteSuite(Span<byte> suite, ushort aead)
    {
        "HPKE"u8.CopyTo(suite);
        BinaryPrimitives.WriteUInt16BigEndian(suite[4..], Kem);
        BinaryPrimitives.WriteUInt16BigEndian(suite[6..], Kdf);
        BinaryPrimitives.WriteUInt16BigEndian(suite[8..], aead);
    }
}
