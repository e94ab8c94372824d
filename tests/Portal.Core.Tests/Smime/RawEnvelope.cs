using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Smime;

namespace Portal.Core.Tests.Smime;

/// <summary>An envelope whose every part can be made wrong on its own: recipient, wrapped key, padding, tag.</summary>
internal sealed record RawEnvelope
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public required X509Certificate2 Recipient { get; init; }

    /// <summary>The MIME entity inside.</summary>
    public required byte[] Entity { get; init; }

    public bool Gcm { get; init; }

    public bool Oaep { get; init; }

    /// <summary>The key under which the content is encrypted; the algorithm is always one of 32 bytes.</summary>
    public byte[] Key { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The key that the recipient is given instead of <see cref="Key"/>.</summary>
    public byte[]? WrappedKey { get; init; }

    /// <summary>Whether the last byte of the wrapped key is changed, so that it does not unwrap.</summary>
    public bool BreakWrap { get; init; }

    /// <summary>Whether a whole block of padding that is none (CBC) or a changed tag (GCM) ends the content.</summary>
    public bool BreakEnd { get; init; }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Gcm ? Oids.AuthEnvelopedData : Oids.EnvelopedData);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSetOf())
                {
                    writer.WriteEncodedValue(EncodeRecipient());
                }

                WriteContent(writer);
            }
        }

        return writer.Encode();
    }

    // The wrapped key is the last thing in a RecipientInfo of either kind.
    private byte[] EncodeRecipient()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        RecipientWriter.Write(writer, Recipient, WrappedKey ?? Key, Oaep);
        var recipient = writer.Encode();
        recipient[^1] ^= BreakWrap ? (byte)1 : (byte)0;
        return recipient;
    }

    private void WriteContent(AsnWriter writer)
    {
        var iv = RandomNumberGenerator.GetBytes(Gcm ? 12 : 16);
        var tag = new byte[16];
        var ciphertext = Gcm ? EncryptGcm(iv, tag) : EncryptCbc(iv);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.Data);
            writer.WriteAlgorithm(Gcm ? Oids.Aes256Gcm : Oids.Aes256Cbc, w =>
            {
                using (Gcm ? w.PushSequence() : default)
                {
                    w.WriteOctetString(iv);
                    if (Gcm)
                    {
                        w.WriteInteger(tag.Length);
                    }
                }
            });
            writer.WriteOctetString(ciphertext, new Asn1Tag(TagClass.ContextSpecific, 0));
        }

        if (Gcm)
        {
            writer.WriteOctetString(tag);
        }
    }

    private byte[] EncryptCbc(byte[] iv)
    {
        using var aes = Aes.Create();
        aes.Key = Key;
        var padding = 16 - (Entity.Length % 16);
        byte[] padded = [.. Entity, .. Enumerable.Repeat((byte)padding, padding)];
        padded[^1] = BreakEnd ? (byte)0 : padded[^1];
        return aes.EncryptCbc(padded, iv, PaddingMode.None);
    }

    private byte[] EncryptGcm(byte[] iv, byte[] tag)
    {
        var ciphertext = new byte[Entity.Length];
        using var aes = new AesGcm(Key, tag.Length);
        aes.Encrypt(iv, Entity, ciphertext, tag);
        tag[0] ^= BreakEnd ? (byte)1 : (byte)0;
        return ciphertext;
    }
}
