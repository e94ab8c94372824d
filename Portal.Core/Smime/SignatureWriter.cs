using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>SignedData around content that passes by once (RFC 5652 §5), signed with SHA-256.</summary>
internal sealed class SignatureWriter(TunnelKey key, DateTimeOffset signingTime) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Append(ReadOnlySpan<byte> content) => _hash.AppendData(content);

    /// <summary>All up to the place of the content.</summary>
    public static void Begin(IBufferWriter<byte> output)
    {
        output.Open(BerOutput.Sequence);
        output.Oid(Oids.SignedData);
        output.Open(BerOutput.Explicit0);
        output.Open(BerOutput.Sequence);
        output.Integer(1); // §5.1: certificates of version 3, id-data, a signer by issuer and serial number
        output.Value(w =>
        {
            using (w.PushSetOf())
            {
                w.WriteAlgorithm(Oids.Sha256);
            }
        });
        output.Open(BerOutput.Sequence);
        output.Oid(Oids.Data);
    }

    /// <summary>The certificate, the signature over what was appended, and the end.</summary>
    public void End(IBufferWriter<byte> output)
    {
        output.Close(1);
        output.Value(w =>
        {
            var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
            w.PushSetOf(tag);
            w.WriteEncodedValue(key.Certificate.RawData);
            w.PopSetOf(tag);
        });
        output.Value(w =>
        {
            using (w.PushSetOf())
            {
                WriteSigner(w);
            }
        });
        output.Close(3);
    }

    public void Dispose() => _hash.Dispose();

    private void WriteSigner(AsnWriter writer)
    {
        var attributes = EncodeAttributes();
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteIssuerAndSerial(key.Certificate);
            writer.WriteAlgorithm(Oids.Sha256);
            byte[] tagged = [0xA0, .. attributes.AsSpan(1)]; // [0] IMPLICIT here, SET OF where it is signed (§5.4)
            writer.WriteEncodedValue(tagged);
            if (key.Rsa is { } rsa)
            {
                writer.WriteAlgorithm(Oids.Rsa, w => w.WriteNull());
                writer.WriteOctetString(rsa.SignData(attributes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            }
            else
            {
                writer.WriteAlgorithm(Oids.EcdsaSha256);
                writer.WriteOctetString(key.Ecdsa!.SignData(attributes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            }
        }
    }

    private byte[] EncodeAttributes()
    {
        var digest = _hash.GetHashAndReset();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Attribute(writer, Oids.ContentType, w => w.WriteObjectIdentifier(Oids.Data));
            Attribute(writer, Oids.SigningTime, WriteTime);
            Attribute(writer, Oids.MessageDigest, w => w.WriteOctetString(digest));
        }

        return writer.Encode();
    }

    private static void Attribute(AsnWriter writer, string oid, Action<AsnWriter> value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value(writer);
            }
        }
    }

    // RFC 5652 §11.3: UTCTime up to 2049, GeneralizedTime from 2050.
    private void WriteTime(AsnWriter writer)
    {
        if (signingTime.UtcDateTime.Year < 2050)
        {
            writer.WriteUtcTime(signingTime);
        }
        else
        {
            writer.WriteGeneralizedTime(signingTime, omitFractionalSeconds: true);
        }
    }
}
