using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>A KeyAgreeRecipientInfo (RFC 5652 §6.2.2): ephemeral-static ECDH (RFC 5753 §3.1) on the curve of our key.</summary>
internal sealed class KeyAgreement(ECDiffieHellman key, ECPoint peer, KeyDerivation derivation, byte[] encryptedKey) : IWrappedKey
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Reads the recipient, null where it is not one of ours.</summary>
    public static KeyAgreement? Read(AsnReader recipient, IReadOnlyList<TunnelKey> keys)
    {
        recipient.ReadInteger();
        var originator = recipient.ReadSequence(Tag0);
        var ukm = recipient.PeekTag() == Tag1 ? recipient.ReadSequence(Tag1).ReadOctetString() : null;
        var algorithm = recipient.ReadEncodedValue();
        var encryptedKeys = recipient.ReadSequence();
        while (encryptedKeys.HasData)
        {
            var encrypted = encryptedKeys.ReadSequence();
            var id = ReadId(encrypted);
            if (keys.FirstOrDefault(k => k.Ecdh is not null && id.Is(k.Certificate)) is { } key)
            {
                var derivation = KeyDerivation.Read(AlgorithmId.Read(new AsnReader(algorithm, AsnEncodingRules.BER)), ukm);
                return new KeyAgreement(key.Ecdh!, ReadPoint(originator, key.Ecdh!.KeySize / 8), derivation, encrypted.ReadOctetString());
            }
        }

        return null;
    }

    public byte[] Unwrap()
    {
        var curve = key.KeySize == 256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384;
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = curve, Q = peer }); // checks that the point is on it
        using var publicKey = other.PublicKey;
        var secret = key.DeriveRawSecretAgreement(publicKey);
        var wrappingKey = derivation.Derive(secret);
        CryptographicOperations.ZeroMemory(secret);
        return KeyWrap.Unwrap(wrappingKey, encryptedKey);
    }

    public void Fail() => KeyWrap.Fail();

    // KeyAgreeRecipientIdentifier: the key identifier comes as [0] RecipientKeyIdentifier, with things we do not need.
    private static CertificateId ReadId(AsnReader reader) => reader.PeekTag() == Tag0
        ? new CertificateId(null, null, reader.ReadSequence(Tag0).ReadOctetString())
        : CertificateId.ReadIssuerAndSerial(reader);

    // [1] OriginatorPublicKey; an originator named by its certificate (static-static) is not ephemeral. Uncompressed point alone.
    private static ECPoint ReadPoint(AsnReader originator, int size)
    {
        if (originator.PeekTag() != Tag1)
        {
            throw new RefusedException(TunnelRefusal.WeakAlgorithm);
        }

        var publicKey = originator.ReadSequence(Tag1);
        var algorithm = AlgorithmId.Read(publicKey);
        var point = publicKey.ReadBitString(out var unused);
        return algorithm.Oid == Oids.EcPublicKey && unused == 0 && point.Length == 1 + (2 * size) && point[0] == 4
            ? new ECPoint { X = point[1..(1 + size)], Y = point[(1 + size)..] }
            : throw RefusedException.Malformed();
    }
}
