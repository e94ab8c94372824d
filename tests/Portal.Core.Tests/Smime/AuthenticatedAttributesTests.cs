using System.Formats.Asn1;
using System.Security.Cryptography;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>AuthEnvelopedData whose tag also covers attributes, which come after the content (RFC 5083 §2.2).</summary>
public sealed class AuthenticatedAttributesTests : IDisposable
{
    private static readonly byte[] Nonce = RandomNumberGenerator.GetBytes(12);
    private readonly TunnelKey _gateway = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "gateway", TimeProvider.System);
    private readonly TunnelKey _portal = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", TimeProvider.System);

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    public async Task Attributes_under_the_tag_are_read_past(int tagBytes)
    {
        Assert.IsType<TunnelResult.Opened>(await Open(Make(tagBytes, tagBytes, changed: false)));
    }

    [Fact]
    public async Task Attributes_that_the_tag_does_not_cover_are_refused()
    {
        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.Undecryptable), await Open(Make(16, 16, changed: true)));
    }

    [Theory]
    [InlineData(12, 16)]
    [InlineData(16, 12)]
    public async Task A_tag_of_another_length_than_announced_is_refused(int tagBytes, int announced)
    {
        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.Malformed), await Open(Make(tagBytes, announced, changed: false)));
    }

    public void Dispose()
    {
        _gateway.Dispose();
        _portal.Dispose();
    }

    private ValueTask<TunnelResult> Open(byte[] cms) =>
        new TunnelReader([_portal], [new TrustedSigner("gateway", _gateway.Certificate)], TimeProvider.System)
            .OpenAsync(Mails.FromDer(cms), Stream.Null, default);

    private byte[] Make(int tagBytes, int announced, bool changed)
    {
        var entity = Forge.Signed(
            Mails.Rfc822,
            _gateway,
            Forge.Attribute(Forge.ContentType, w => w.WriteObjectIdentifier(Forge.Data)),
            Forge.Attribute(Forge.MessageDigest, w => w.WriteOctetString(SHA256.HashData(Mails.Rfc822))));
        var (key, ciphertext, tag) = (RandomNumberGenerator.GetBytes(32), new byte[entity.Length], new byte[tagBytes]);
        using (var gcm = new AesGcm(key, tagBytes))
        {
            gcm.Encrypt(Nonce, entity, ciphertext, tag, Attributes(Asn1Tag.SetOf, 1));
        }

        var tag0 = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.AuthEnvelopedData);
            using (writer.PushSequence(tag0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSetOf())
                {
                    RecipientWriter.Write(writer, _portal.Certificate, key, oaep: false);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.Data);
                    writer.WriteAlgorithm(Oids.Aes256Gcm, w => WriteParameters(w, announced));
                    writer.WriteOctetString(ciphertext, new Asn1Tag(TagClass.ContextSpecific, 0));
                }

                writer.WriteEncodedValue(Attributes(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true), changed ? 2 : 1));
                writer.WriteOctetString(tag);
            }
        }

        return writer.Encode();
    }

    private static void WriteParameters(AsnWriter writer, int tagBytes)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Nonce);
            if (tagBytes != 12)
            {
                writer.WriteInteger(tagBytes); // the default is left out in DER
            }
        }
    }

    private static byte[] Attributes(Asn1Tag tag, int value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.PushSetOf(tag);
        writer.WriteEncodedValue(Forge.Attribute("1.2.3.5", w => w.WriteInteger(value)));
        writer.WriteEncodedValue(Forge.Attribute("1.2.3.4", w => w.WriteInteger(value)));
        writer.PopSetOf(tag);
        return writer.Encode();
    }
}
