namespace Portal.Core.Sealing;

/// <summary>
/// One encapsulation to one recipient (RFC 9180 §5.1.1, mode base), for several single-shot messages whose info differs: the key schedule
/// gives each its own key and nonce, so every result is opened like any other of <see cref="Hpke.SealBase"/>. It saves the key
/// generation and the agreement, which are nearly all of a seal's cost. What is given up: results of one encapsulation show that they
/// were made together.
/// </summary>
internal sealed class HpkeEncapsulation
{
    private readonly byte[] _enc;
    private readonly byte[] _secret;

    private HpkeEncapsulation(byte[] enc, byte[] secret) => (_enc, _secret) = (enc, secret);

    /// <summary>The sender's side: a fresh ephemeral key.</summary>
    public static HpkeEncapsulation To(P256PublicKey recipient)
    {
        using var ephemeral = P256KeyPair.Create();
        var secret = new byte[DhKem.SecretSize];
        DhKem.Encapsulate(ephemeral, recipient, null, secret);
        return new HpkeEncapsulation(ephemeral.PublicKey.ToBytes(), secret);
    }

    /// <summary>The recipient's side of what begins with these 65 bytes.</summary>
    /// <exception cref="SealingException">Malformed: they are no point of the curve.</exception>
    public static HpkeEncapsulation From(ReadOnlySpan<byte> enc, P256KeyPair recipient)
    {
        var secret = new byte[DhKem.SecretSize];
        DhKem.Decapsulate(enc, recipient, null, secret);
        return new HpkeEncapsulation(enc.ToArray(), secret);
    }

    /// <summary>Whether the result was made with this encapsulation.</summary>
    public bool IsOf(ReadOnlySpan<byte> sealedBytes) => sealedBytes.StartsWith(_enc);

    /// <summary>Seals. The same info must never come twice: it would be the same key and nonce.</summary>
    public byte[] Seal(ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> secret = stackalloc byte[DhKem.SecretSize];
        _secret.CopyTo(secret);
        return Hpke.Seal(_enc, secret, auth: false, info, aad, plaintext);
    }

    /// <summary>Opens.</summary>
    /// <exception cref="SealingException">WrongKey: it does not verify.</exception>
    public byte[] Open(ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes)
    {
        Span<byte> secret = stackalloc byte[DhKem.SecretSize];
        _secret.CopyTo(secret);
        return Hpke.Open(secret, auth: false, info, aad, sealedBytes);
    }
}
