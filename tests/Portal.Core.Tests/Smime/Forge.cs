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
        return SignedData(content, w => WriteSigner(w, signer, attributes, signature));
    }

    /// <summary>A signed entity with its content but with no signer at all.</summary>
    public static byte[] SignedByNobody(byte[] content) => SignedData(content, _ => { });

    /// <summary>CompressedData (RFC 3274 §1.1) around anything.</summary>
    public static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return ContentInfo("1.2.840.113549.1.9.16.1.9", w =>
        {
            w.WriteInteger(0);
            w.WriteAlgorithm("1.2.840.113549.1.9.16.3.8");
            WriteContent(w, compressed.ToArray());
        });
    }

    /// <summary>A CMS structure as the entity that the envelope holds.</summary>
    public static byte[] Entity(byte[] cms, string smimeType = "signed-data") => Encoding.ASCII.GetBytes(
        $"Content-Type: application/pkcs7-mime; smime-type={smimeType}\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(cms));

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

    private static byte[] SignedData(byte[] content, Action<AsnWriter> signers) => Entity(ContentInfo("1.2.840.113549.1.7.2", w =>
    {
        w.WriteInteger(1);
        using (w.PushSetOf())
        {
            w.WriteAlgorithm(Oids.Sha256);
        }

        WriteContent(w, content);
        using (w.PushSetOf())
        {
            signers(w);
        }
    }));

    private static byte[] ContentInfo(string type, Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                content(writer);
            }
        }

        return writer.Encode();
    }

    private static void WriteContent(AsnWriter writer, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Data);
            using (writer.PushSequence(Tag0))
            {
                writer.WriteOctetString(content);
            }
        }
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
