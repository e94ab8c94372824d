using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>Locks the content key for one certificate (RFC 5652 §6.2).</summary>
internal static class RecipientWriter
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public static bool IsRsa(X509Certificate2 certificate) => certificate.PublicKey.Oid.Value == Oids.Rsa;

    public static void Write(AsnWriter writer, X509Certificate2 certificate, byte[] key, bool oaep)
    {
        if (IsRsa(certificate))
        {
            WriteKeyTransport(writer, certificate, key, oaep);
        }
        else
        {
            WriteKeyAgreement(writer, certificate, key);
        }
    }

    private static void WriteKeyTransport(AsnWriter writer, X509Certificate2 certificate, byte[] key, bool oaep)
    {
        using var rsa = certificate.GetRSAPublicKey()!;
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            writer.WriteIssuerAndSerial(certificate);
            if (oaep)
            {
                writer.WriteAlgorithm(Oids.RsaOaep, WriteOaepParameters);
            }
            else
            {
                writer.WriteAlgorithm(Oids.Rsa, w => w.WriteNull());
            }

            writer.WriteOctetString(rsa.Encrypt(key, oaep ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.Pkcs1));
        }
    }

    // RFC 4055 §4.1
    private static void WriteOaepParameters(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag0))
            {
                writer.WriteAlgorithm(Oids.Sha256);
            }

            using (writer.PushSequence(Tag1))
            {
                writer.WriteAlgorithm(Oids.Mgf1, w => w.WriteAlgorithm(Oids.Sha256));
            }
        }
    }

    // RFC 5753 §3.1.1: a fresh key for each recipient, the derivation with SHA-256, the wrap with AES-256.
    private static void WriteKeyAgreement(AsnWriter writer, X509Certificate2 certificate, byte[] key)
    {
        using var peer = certificate.GetECDiffieHellmanPublicKey()
            ?? throw new ArgumentException("A recipient's certificate has an RSA or a P-256 key.", nameof(certificate));
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var peerKey = peer.PublicKey;
        var point = ephemeral.ExportParameters(includePrivateParameters: false).Q;
        var agreement = EncodeAgreement();
        var derivation = KeyDerivation.Read(AlgorithmId.Read(new AsnReader(agreement, AsnEncodingRules.DER)), null);
        var wrapped = KeyWrap.Wrap(derivation.Derive(ephemeral.DeriveRawSecretAgreement(peerKey)), key);
        writer.PushSequence(Tag1);
        writer.WriteInteger(3);
        using (writer.PushSequence(Tag0))
        using (writer.PushSequence(Tag1))
        {
            writer.WriteAlgorithm(Oids.EcPublicKey, w => w.WriteObjectIdentifier(Oids.P256));
            writer.WriteBitString([4, .. point.X!, .. point.Y!]);
        }

        writer.WriteEncodedValue(agreement);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteIssuerAndSerial(certificate);
            writer.WriteOctetString(wrapped);
        }

        writer.PopSequence(Tag1);
    }

    private static byte[] EncodeAgreement()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteAlgorithm(Oids.EcdhSha256, w => w.WriteAlgorithm(Oids.Aes256Wrap));
        return writer.Encode();
    }
}
