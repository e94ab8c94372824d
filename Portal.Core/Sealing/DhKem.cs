using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>DHKEM(P-256, HKDF-SHA-256), RFC 9180 §4.1: KEM id 0x0010. A null sender is the base mode, else the auth mode.</summary>
internal static class DhKem
{
    public const int SecretSize = 32;

    /// <summary>The encapsulated key's size: an uncompressed point.</summary>
    public const int EncSize = P256PublicKey.Size;

    private static ReadOnlySpan<byte> Suite => [(byte)'K', (byte)'E', (byte)'M', 0x00, 0x10];

    /// <summary>Encap and AuthEncap, with the ephemeral key given; its public half is what is sent.</summary>
    public static void Encapsulate(P256KeyPair ephemeral, P256PublicKey recipient, P256KeyPair? sender, Span<byte> secret)
    {
        var agreed = ephemeral.Agree(recipient);
        var authenticated = sender is null ? default : recipient.Agreement.Of(sender, recipient);
        Finish(agreed, authenticated, ephemeral.PublicKey, recipient, sender?.PublicKey, secret);
    }

    /// <summary>Decap and AuthDecap.</summary>
    /// <exception cref="SealingException">Malformed: the encapsulated key is not a point of the curve.</exception>
    public static void Decapsulate(ReadOnlySpan<byte> enc, P256KeyPair recipient, P256PublicKey? sender, Span<byte> secret)
    {
        var ephemeral = P256PublicKey.FromBytes(enc);
        var agreed = recipient.Agree(ephemeral);
        var authenticated = sender is null ? default : recipient.Agreement.Of(recipient, sender);
        Finish(agreed, authenticated, ephemeral, recipient.PublicKey, sender, secret);
        ephemeral.Release();
    }

    /// <summary>DeriveKeyPair (§7.1.3): the first of up to 256 candidates that is a private key. For P-256 the bit mask is 0xff.</summary>
    public static void DeriveScalar(ReadOnlySpan<byte> ikm, Span<byte> scalar)
    {
        Span<byte> prk = stackalloc byte[LabeledHkdf.HashSize];
        LabeledHkdf.Extract([], Suite, "dkp_prk"u8, ikm, prk);
        for (var counter = 0; counter <= byte.MaxValue; counter++)
        {
            LabeledHkdf.Expand(prk, Suite, "candidate"u8, [(byte)counter], scalar);
            if (P256Curve.IsScalar(scalar))
            {
                CryptographicOperations.ZeroMemory(prk);
                return;
            }
        }

        throw new CryptographicException("No key pair can be derived from this material.");
    }

    // ExtractAndExpand over dh = DH(E, R) [‖ DH(S, R)] and kem_context = enc ‖ pkR [‖ pkS].
    private static void Finish(
        byte[] agreed, ReadOnlySpan<byte> authenticated, P256PublicKey enc, P256PublicKey recipient, P256PublicKey? sender, Span<byte> secret)
    {
        Span<byte> dh = stackalloc byte[2 * SecretSize];
        agreed.CopyTo(dh);
        authenticated.CopyTo(dh[agreed.Length..]);
        dh = dh[..(agreed.Length + authenticated.Length)];
        Span<byte> context = stackalloc byte[3 * P256PublicKey.Size];
        enc.Bytes.CopyTo(context);
        recipient.Bytes.CopyTo(context[P256PublicKey.Size..]);
        sender?.Bytes.CopyTo(context[(2 * P256PublicKey.Size)..]);
        context = context[..((sender is null ? 2 : 3) * P256PublicKey.Size)];

        Span<byte> prk = stackalloc byte[LabeledHkdf.HashSize];
        LabeledHkdf.Extract([], Suite, "eae_prk"u8, dh, prk);
        LabeledHkdf.Expand(prk, Suite, "shared_secret"u8, context, secret);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(dh);
        CryptographicOperations.ZeroMemory(prk);
    }
}
