using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Smime;

namespace Portal.Core.Tests.Smime;

/// <summary>Makes signed-data with any attributes under a valid signature, and puts anything into an envelope.</summary>
internal static class Forge
{
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string Data = "1.2.840.113549.1.7.1";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>One attribute with any number of encoded values.</summary>
    public static byte[] Attribute(string oid, params Action<AsnWriter>[] values)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                Array.ForEach(values, v => v(writer));
            }
        }

        return writer.Encode();
    }

    /// <summary>A signed entity whose attributes stand in the given order, signed in the order that DER demands.</summary>
    public static byte[] Signed(byte[] content, TunnelKey signer, params byte[][] attributes)
    {
        var sorted = new AsnWriter(AsnEncodingRules.DER);
        using (sorted.PushSetOf())
        {
            Array.ForEach(attributes, a => sorted.WriteEncodedValue(a));
        }

        var signature = signer.Rsa!.SignData(sorted.Encode(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    writer.WriteAlgorithm(Oids.Sha256);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Data);
                    using (writer.PushSequence(Tag0))
                    {
                        writer.WriteOctetString(content);
                    }
                }

                using (writer.PushSetOf())
                {
                    WriteSigner(writer, signer, attributes, signature);
                }
            }
        }

        return Encoding.ASCII.GetBytes(
            "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(writer.Encode()));
    }

    /// <summary>Anything in an envelope, DER or BER.</summary>
    public static byte[] Envelope(byte[] entity, TunnelKey recipient)
    {
        using var envelope = new EnvelopeWriter(new TunnelWriterOptions { Signer = recipient, Recipients = [recipient.Certificate] });
        var output = new ArrayBufferWriter<byte>();
        envelope.Begin(output);
        envelope.Content(entity, output);
        envelope.End(output);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteSigner(AsnWriter writer, TunnelKey signer, byte[][] attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteIssuerAndSerial(signer.Certificate);
            writer.WriteAlgorithm(Oids.Sha256);
            using (writer.PushSequence(Tag0))
            {
                Array.ForEach(attributes, a => writer.WriteEncodedValue(a)); // as they come
            }

            writer.WriteAlgorithm(Oids.Rsa, w => w.WriteNull());
            writer.WriteOctetString(signature);
        }
    }
}
