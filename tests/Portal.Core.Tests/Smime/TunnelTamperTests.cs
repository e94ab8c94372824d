using System.Text;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Valid mails with a little changed. Each is refused, and nothing ever throws.</summary>
[Collection(OpenSslTests.Name)]
public sealed class TunnelTamperTests(OpenSsl openssl)
{
    private const int Positions = 64;

    public static TheoryData<string, string, bool> Shapes => new()
    {
        { "portal-2048", "-aes-256-cbc", false },
        { "portal-2048", "-aes-256-cbc", true },
        { "portal-2048", "-aes-256-gcm", false },
        { "portal-ec", "-aes-256-cbc", false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_flipped_bit_in_wrapped_key_IV_or_ciphertext_is_refused(string recipient, string cipher, bool detached)
    {
        var der = Make(recipient, cipher, detached);
        var (keyAt, keyBytes) = WrappedKey(der, recipient);
        var content = Content(der, recipient);
        var ivAt = Iv(der, content, cipher);
        var positions = Sample(keyAt, keyBytes).Concat(Sample(ivAt, cipher.EndsWith("gcm", StringComparison.Ordinal) ? 12 : 16))
            .Concat(Sample(content, der.Length - content - (cipher.EndsWith("gcm", StringComparison.Ordinal) ? 18 : 0)));
        await AssertOpened(der);
        foreach (var position in positions)
        {
            foreach (var mask in new byte[] { 0x01, 0x80 })
            {
                var bad = der.ToArray();
                bad[position] ^= mask;
                Assert.IsType<TunnelResult.Refused>(await Open(bad));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_mail_cut_off_anywhere_is_refused(string recipient, string cipher, bool detached)
    {
        var der = Make(recipient, cipher, detached);
        await AssertOpened(der);
        foreach (var length in Sample(0, der.Length).Append(der.Length - 1).Append(der.Length - 16))
        {
            Assert.IsType<TunnelResult.Refused>(await Open(der[..length]));
        }
    }

    [Fact]
    public async Task Any_byte_of_the_structure_may_be_anything_and_nothing_throws()
    {
        var der = Make("portal-ec", "-aes-128-cbc", detached: false);
        var metadata = Content(der, "portal-ec");
        for (var position = 0; position < metadata; position++)
        {
            foreach (var value in new byte[] { 0x00, 0x30, 0x80, 0xFF, (byte)(der[position] + 1) })
            {
                var bad = der.ToArray();
                bad[position] = value;
                var result = await Open(bad);
                // Versions, the originator's algorithm and the like may change without any harm: then the content is still signed.
                Assert.True(result is TunnelResult.Refused or TunnelResult.Opened { Signer.Name: "gateway" });
            }
        }
    }

    // Binary, the blocks of the certificates inside could be garbled unnoticed, and with them whatever is spliced in behind.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Under_CBC_a_signature_that_is_not_base64_is_refused_and_under_GCM_it_opens(bool detached)
    {
        var signed = detached ? openssl.Sign(Mails.Rfc822) : openssl.Sign(Mails.Rfc822, "-nodetach");
        var binary = Binary(signed, detached);

        var cbc = await Open(openssl.Encrypt(binary, "portal-2048", "-aes-256-cbc", "-binary", "-outform", "DER"));
        var gcm = await Open(openssl.Encrypt(binary, "portal-2048", "-aes-256-gcm", "-binary", "-outform", "DER"));

        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.UnusualHeader), cbc);
        Assert.IsType<TunnelResult.Opened>(gcm);
    }

    [Fact]
    public async Task A_garbled_epilogue_or_extra_cipher_block_does_not_pass_behind_a_detached_signature()
    {
        var der = Make("portal-2048", "-aes-256-cbc", detached: true);
        var content = Content(der, "portal-2048");
        for (var block = content; block < content + (Positions * 16); block += 16)
        {
            byte[] longer = [.. der, .. der[block..(block + 16)]];
            Assert.IsType<TunnelResult.Refused>(await Open(WithLengthsGrown(longer, 16)));
        }
    }

    private byte[] Make(string recipient, string cipher, bool detached) => openssl.Encrypt(
        openssl.Sign(Mails.MakeLarge(4000), detached ? ["-noindef"] : ["-nodetach", "-noindef"]), recipient, cipher, "-outform", "DER", "-noindef");

    // The last base64 of the entity, which is the CMS, as the bytes that it stands for.
    private static byte[] Binary(byte[] signed, bool detached)
    {
        var text = Encoding.Latin1.GetString(signed).ReplaceLineEndings("\r\n");
        var start = text.LastIndexOf("\r\n\r\nMI", StringComparison.Ordinal) + 4;
        var end = text.IndexOf("\r\n\r\n", start, StringComparison.Ordinal);
        var cms = Convert.FromBase64String(text[start..end]);
        return
        [
            .. Encoding.Latin1.GetBytes(text[..start].Replace("Encoding: base64", "Encoding: binary", StringComparison.Ordinal)),
            .. cms,
            .. Encoding.Latin1.GetBytes(detached ? text[end..].Replace("\r\n\r\n", "\r\n", StringComparison.Ordinal) : ""),
        ];
    }

    private async Task AssertOpened(byte[] der) => Assert.IsType<TunnelResult.Opened>(await Open(der));

    private ValueTask<TunnelResult> Open(byte[] der) => new TunnelReader(
        [openssl.Key("portal-2048"), openssl.Key("portal-ec")], [openssl.Trusted("gateway")], TimeProvider.System)
        .OpenAsync(Mails.FromDer(der), Stream.Null, default);

    private static IEnumerable<int> Sample(int start, int count) =>
        Enumerable.Range(0, Positions).Select(i => start + (int)((long)i * count / Positions)).Distinct();

    // Where the wrapped key stands: the last OCTET STRING of that length before the content.
    private static (int At, int Bytes) WrappedKey(byte[] der, string recipient)
    {
        byte[] header = recipient == "portal-ec" ? [0x04, 0x28] : [0x04, 0x82, 0x01, 0x00];
        return (der.AsSpan().IndexOf(header) + header.Length, recipient == "portal-ec" ? 40 : 256);
    }

    // The content is the [0] primitive with two length bytes; what stands before it is the metadata.
    private static int Content(byte[] der, string recipient) =>
        WrappedKey(der, recipient).At + der.AsSpan(WrappedKey(der, recipient).At).IndexOf([(byte)0x80, (byte)0x82]) + 4;

    private static int Iv(byte[] der, int content, string cipher) => cipher.EndsWith("gcm", StringComparison.Ordinal)
        ? der.AsSpan(0, content).LastIndexOf([(byte)0x04, (byte)0x0C]) + 2
        : content - 4 - 16;

    // All lengths that reach to the end of a definite DER message, two bytes each.
    private static byte[] WithLengthsGrown(byte[] der, int by)
    {
        var end = der.Length - by;
        for (var at = 0; at + 4 < 2000; at++)
        {
            var length = der[at + 2] << 8 | der[at + 3];
            if (der[at] is 0x30 or 0xA0 or 0x80 && der[at + 1] == 0x82 && at + 4 + length == end)
            {
                (der[at + 2], der[at + 3]) = ((byte)((length + by) >> 8), (byte)(length + by));
            }
        }

        return der;
    }
}
