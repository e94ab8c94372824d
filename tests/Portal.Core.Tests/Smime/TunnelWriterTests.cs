using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

[Collection(OpenSslTests.Name)]
public sealed class TunnelWriterTests(OpenSsl openssl)
{
    public static TheoryData<string, string, TunnelEncryption, bool, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, string, TunnelEncryption, bool, bool>();
            foreach (var (signer, recipient, oaep) in ((string, string, bool)[])
                [("gateway", "portal-2048", false), ("gateway", "portal-3072", true), ("gateway-ec", "portal-ec", false)])
            {
                foreach (var encryption in Enum.GetValues<TunnelEncryption>())
                {
                    shapes.Add(signer, recipient, encryption, oaep, false);
                    shapes.Add(signer, recipient, encryption, oaep, true);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task OpenSSL_decrypts_and_verifies_what_is_written(string signer, string recipient, TunnelEncryption encryption, bool oaep, bool detached)
    {
        foreach (var entity in new[] { Mails.Rfc822, Mails.Legacy, Mails.Large })
        {
            var message = await Write(entity, signer, [recipient, "other"], encryption, oaep, detached);

            var signed = openssl.Pipe(message, "cms", "-decrypt", "-binary", "-recip", recipient + ".pem", "-inkey", recipient + ".key");
            string[] opaque = detached ? [] : ["-binary"]; // OpenSSL 3.0 does not even verify its own detached mails with it
            var content = openssl.Pipe(signed, ["cms", "-verify", "-CAfile", signer + ".pem", "-purpose", "any", .. opaque]);

            Assert.Equal(entity, content);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task The_reader_opens_what_is_written(string signer, string recipient, TunnelEncryption encryption, bool oaep, bool detached)
    {
        foreach (var entity in new[] { Mails.Rfc822, Mails.Legacy, Mails.Large, Mails.Bytes("\n"), Mails.MakeLarge(64 * 1024) })
        {
            var message = await Write(entity, signer, ["other", recipient], encryption, oaep, detached);
            var reader = new TunnelReader([openssl.Key(recipient)], [openssl.Trusted(signer)], TimeProvider.System);
            using var destination = new MemoryStream();

            Assert.IsType<TunnelResult.Opened>(await reader.OpenAsync(Mails.FromSmime(message), destination, default));
            Assert.Equal(entity, destination.ToArray());
        }
    }

    [Theory]
    [InlineData(-1, 3, true)] // waited while the certificate ended
    [InlineData(-1, 7, false)] // waited too long
    [InlineData(1, 2, false)] // signed after the end
    [InlineData(-1, -2, true)] // a clock that is fast
    [InlineData(1, 0.5, false)]
    public async Task A_signer_must_be_valid_when_it_signs(double signedOn, double readOn, bool opens)
    {
        var end = new DateTimeOffset(openssl.Certificate("gateway").NotAfter.ToUniversalTime());
        var options = new TunnelWriterOptions
        {
            Signer = openssl.Key("gateway"), Recipients = [openssl.Certificate("portal-2048")], Encryption = TunnelEncryption.Aes256Cbc,
        };
        using var mail = new MemoryStream();
        mail.Write(Mails.Bytes($"Content-Type: {TunnelWriter.ContentType(options)}\nContent-Transfer-Encoding: {TunnelWriter.ContentTransferEncoding}\n\n"));
        await new TunnelWriter(new FixedClock(end.AddDays(signedOn))).WriteAsync(new MemoryStream(Mails.Rfc822), mail, options, default);
        var reader = new TunnelReader([openssl.Key("portal-2048")], [openssl.Trusted("gateway")], new FixedClock(end.AddDays(readOn)));

        var result = await reader.OpenAsync(Mails.FromSmime(mail.ToArray()), Stream.Null, default);

        Assert.Equal(opens, result is TunnelResult.Opened);
    }

    [Fact]
    public async Task The_platforms_own_CMS_reads_what_is_written()
    {
        var message = await Write(Mails.Rfc822, "gateway", ["portal-2048"], TunnelEncryption.Aes256Cbc, oaep: false, detached: false);
        var envelope = new EnvelopedCms();
        envelope.Decode(Body(message));
        envelope.Decrypt(new X509Certificate2Collection(openssl.Key("portal-2048").Certificate));
        var signed = new SignedCms();
        signed.Decode(Body(envelope.ContentInfo.Content));

        signed.CheckSignature([openssl.Certificate("gateway")], verifySignatureOnly: true);

        Assert.Equal(Mails.Rfc822, signed.ContentInfo.Content);
    }

    [Fact]
    public async Task The_reader_opens_what_the_platforms_own_CMS_writes()
    {
        var signed = new SignedCms(new ContentInfo(Mails.Rfc822));
        signed.ComputeSignature(new CmsSigner(openssl.Key("gateway").Certificate) { SignedAttributes = { new Pkcs9SigningTime() } });
        var entity = "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(signed.Encode());
        var envelope = new EnvelopedCms(new ContentInfo(Mails.Bytes(entity)), new AlgorithmIdentifier(new("2.16.840.1.101.3.4.1.42")));
        envelope.Encrypt(new CmsRecipient(openssl.Certificate("portal-2048")));
        var reader = new TunnelReader([openssl.Key("portal-2048")], [openssl.Trusted("gateway")], TimeProvider.System);
        using var destination = new MemoryStream();

        Assert.IsType<TunnelResult.Opened>(await reader.OpenAsync(Mails.FromDer(envelope.Encode()), destination, default));
        Assert.Equal(Mails.Rfc822, destination.ToArray());
    }

    private async Task<byte[]> Write(byte[] entity, string signer, string[] recipients, TunnelEncryption encryption, bool oaep, bool detached)
    {
        var options = new TunnelWriterOptions
        {
            Signer = openssl.Key(signer),
            Recipients = [.. recipients.Select(openssl.Certificate)],
            Encryption = encryption,
            Oaep = oaep,
            Detached = detached,
        };
        using var output = new MemoryStream();
        output.Write(Mails.Bytes($"MIME-Version: 1.0\nContent-Type: {TunnelWriter.ContentType(options)}\nContent-Transfer-Encoding: base64\n\n"));
        await new TunnelWriter(TimeProvider.System).WriteAsync(new MemoryStream(entity), output, options, default);
        return output.ToArray();
    }

    private static byte[] Body(byte[] message) =>
        Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(message).Split("\r\n\r\n", 2)[1]);
}
