using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>A KeyTransRecipientInfo (RFC 5652 §6.2.1): the content key under an RSA key, PKCS#1 v1.5 or OAEP (RFC 3560).</summary>
internal sealed class KeyTransport(RSA key, byte[] encryptedKey, RSAEncryptionPadding padding) : IWrappedKey
{
    private static readonly Asn1Tag HashTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag MaskTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Reads the recipient, null where it is not one of ours.</summary>
    public static KeyTransport? Read(AsnReader recipient, IReadOnlyList<TunnelKey> keys)
    {
        recipient.ReadInteger();
        var id = CertificateId.Read(recipient);
        var key = keys.FirstOrDefault(k => k.Rsa is not null && id.Is(k.Certificate));
        if (key is null)
        {
            return null;
        }

        var padding = ReadPadding(AlgorithmId.Read(recipient));
        return new KeyTransport(key.Rsa!, recipient.ReadOctetString(), padding);
    }

    public byte[] Unwrap() => key.Decrypt(encryptedKey, padding);

    // A number above the modulus is refused before the private key is used, by the code that refuses a bad padding.
    public void Fail()
    {
        var tooLarge = new byte[key.KeySize / 8];
        Array.Fill(tooLarge, (byte)0xFF);
        key.Decrypt(tooLarge, padding);
    }

    private static RSAEncryptionPadding ReadPadding(AlgorithmId id) => id.Oid switch
    {
        Oids.Rsa => RSAEncryptionPadding.Pkcs1,
        Oids.RsaOaep => RSAEncryptionPadding.CreateOaep(ReadOaepHash(id)),
        _ => throw new RefusedException(TunnelRefusal.WeakAlgorithm),
    };

    // RFC 4055 §4.1; SHA-1 is the default and does no harm here. The platform knows one hash for both places and no label.
    private static HashAlgorithmName ReadOaepHash(AlgorithmId id)
    {
        if (!id.HasParameters)
        {
            return HashAlgorithmName.SHA1;
        }

        var parameters = id.ReadParameters().ReadSequence();
        var hash = Digests.Sha1;
        var mask = Digests.Sha1;
        if (parameters.HasData && parameters.PeekTag() == HashTag)
        {
            hash = Digests.OaepHash(AlgorithmId.Read(parameters.ReadSequence(HashTag)));
        }

        if (parameters.HasData && parameters.PeekTag() == MaskTag)
        {
            mask = Digests.MaskHash(AlgorithmId.Read(parameters.ReadSequence(MaskTag)));
        }

        return hash == mask && !parameters.HasData ? hash : throw new RefusedException(TunnelRefusal.WeakAlgorithm);
    }
}
