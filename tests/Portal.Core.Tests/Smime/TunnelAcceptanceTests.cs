using System.Security.Cryptography;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Shapes of tunnel mail that OpenSSL makes and the reader opens to the exact bytes that were signed.</summary>
[Collection(OpenSslTests.Name)]
public sealed class TunnelAcceptanceTests(OpenSsl openssl)
{
    private sealed record Shape(byte[] Entity)
    {
        public string Signer { get; init; } = "gateway";
        public string[] Sign { get; init; } = ["-nodetach"];
        public string Recipient { get; init; } = "portal-2048";
        public string[] Encrypt { get; init; } = ["-aes-256-cbc"];
        public string Before { get; init; } = "";
        public bool Der { get; init; }
    }

    private static readonly string[] Oaep = ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"];
    private static readonly string[] Pss = ["-keyopt", "rsa_padding_mode:pss"];

    private static readonly Dictionary<string, Shape> Shapes = new()
    {
        ["RSA-2048 PKCS#1, AES-256-CBC, opaque"] = new(Mails.Rfc822),
        ["RSA-3072"] = new(Mails.Rfc822) { Recipient = "portal-3072" },
        ["RSA-4096"] = new(Mails.Rfc822) { Recipient = "portal-4096" },
        ["AES-128-CBC"] = new(Mails.Plain) { Encrypt = ["-aes-128-cbc"] },
        ["AES-192-CBC"] = new(Mails.Plain) { Encrypt = ["-aes-192-cbc"] },
        ["AES-256-GCM, another field first"] = new(Mails.Rfc822) { Before = "Message-ID: <1@example.com>\n", Encrypt = ["-aes-256-gcm"] },
        ["AES-128-GCM"] = new(Mails.Plain) { Encrypt = ["-aes-128-gcm"] },
        ["AES-256-GCM"] = new(Mails.Rfc822) { Encrypt = ["-aes-256-gcm"] },
        ["AES-256-GCM, large"] = new(Mails.Large) { Encrypt = ["-aes-256-gcm"] },
        ["large, opaque"] = new(Mails.Large),
        ["large, detached"] = new(Mails.Large) { Sign = [] },
        ["detached"] = new(Mails.Rfc822) { Sign = [] },
        ["detached, CRLF delimiters"] = new(Mails.Rfc822) { Sign = ["-crlfeol", "-binary"], Encrypt = ["-binary", "-aes-256-cbc"] },
        ["detached, LF delimiters"] = new(Mails.Rfc822) { Sign = ["-binary"], Encrypt = ["-binary", "-aes-256-cbc"] },
        ["OAEP SHA-256"] = new(Mails.Rfc822) { Encrypt = ["-aes-256-cbc", "-recip", "portal-2048.pem", .. Oaep], Recipient = "other" },
        ["OAEP SHA-1"] = new(Mails.Rfc822)
        {
            Encrypt = ["-aes-256-cbc", "-recip", "portal-2048.pem", "-keyopt", "rsa_padding_mode:oaep"], Recipient = "other",
        },
        ["OAEP SHA-512, GCM"] = new(Mails.Rfc822)
        {
            Encrypt = ["-aes-256-gcm", "-recip", "portal-3072.pem", "-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha512"],
            Recipient = "other",
        },
        ["ECDH P-256"] = new(Mails.Rfc822) { Recipient = "portal-ec" },
        ["ECDH P-256, SHA-256, AES-256 wrap, GCM"] = new(Mails.Rfc822)
        {
            Encrypt = ["-aes-256-gcm", "-aes256-wrap", "-recip", "portal-ec.pem", "-keyopt", "ecdh_kdf_md:sha256"], Recipient = "other",
        },
        ["ECDH P-256, SHA-512, AES-192 wrap, key identifier"] = new(Mails.Rfc822)
        {
            Encrypt = ["-aes-128-cbc", "-aes192-wrap", "-keyid", "-recip", "portal-ec.pem", "-keyopt", "ecdh_kdf_md:sha512"], Recipient = "other",
        },
        ["several recipients, ours last"] = new(Mails.Rfc822) { Encrypt = ["-aes-256-cbc", "-recip", "other.pem", "-recip", "gateway-ec.pem"] },
        ["recipient by key identifier"] = new(Mails.Rfc822) { Encrypt = ["-aes-256-cbc", "-keyid"] },
        ["signer by key identifier"] = new(Mails.Rfc822) { Sign = ["-nodetach", "-keyid"] },
        ["DER, definite lengths"] = new(Mails.Rfc822) { Encrypt = ["-aes-256-cbc", "-outform", "DER", "-noindef"], Der = true },
        ["BER, streamed"] = new(Mails.Large) { Encrypt = ["-aes-256-cbc", "-outform", "DER", "-stream"], Der = true },
        ["signed with definite lengths"] = new(Mails.Rfc822) { Sign = ["-nodetach", "-noindef"], Encrypt = ["-aes-256-cbc", "-noindef"] },
        ["both streamed"] = new(Mails.Large) { Sign = ["-nodetach", "-stream"], Encrypt = ["-aes-256-cbc", "-stream"] },
        ["PSS, longest salt"] = new(Mails.Rfc822) { Sign = ["-nodetach", .. Pss] },
        ["PSS, salt as long as the digest"] = new(Mails.Rfc822) { Sign = ["-nodetach", .. Pss, "-keyopt", "rsa_pss_saltlen:-1"] },
        ["PSS, SHA-512, RSA-3072"] = new(Mails.Rfc822) { Signer = "gateway-3072", Sign = ["-md", "sha512", .. Pss] },
        ["ECDSA P-256"] = new(Mails.Rfc822) { Signer = "gateway-ec" },
        ["ECDSA P-384, SHA-384, detached"] = new(Mails.Rfc822) { Signer = "gateway-ec-384", Sign = ["-md", "sha384"] },
        ["SHA-384"] = new(Mails.Rfc822) { Sign = ["-nodetach", "-md", "sha384"] },
        ["SHA-512, detached"] = new(Mails.Rfc822) { Sign = ["-md", "sha512"] },
        ["no certificates inside"] = new(Mails.Rfc822) { Sign = ["-nodetach", "-nocerts"] },
        ["protected headers"] = new(Mails.ProtectedHeaders),
        ["protected headers, detached"] = new(Mails.ProtectedHeaders) { Sign = [] },
        ["nested multiparts"] = new(Mails.Nested),
        ["nested multiparts, detached"] = new(Mails.Nested) { Sign = [] },
        ["UTF-8, detached"] = new(Mails.Plain) { Sign = [] },
        ["legacy bytes"] = new(Mails.Legacy),
        ["legacy bytes, detached, GCM"] = new(Mails.Legacy) { Sign = [], Encrypt = ["-aes-256-gcm"] },
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mail_of_this_shape_opens_to_the_bytes_that_were_signed(string name)
    {
        var shape = Shapes[name];
        byte[] signed = [.. Mails.Bytes(shape.Before), .. openssl.SignAs(shape.Signer, shape.Entity, shape.Sign)];
        var message = openssl.Encrypt(signed, shape.Recipient, shape.Encrypt);
        using var destination = new MemoryStream();

        var result = await Reader().OpenAsync(shape.Der ? Mails.FromDer(message) : Mails.FromSmime(message), destination, default);

        var opened = Assert.IsType<TunnelResult.Opened>(result);
        Assert.Equal(shape.Entity, destination.ToArray());
        Assert.Equal(shape.Entity.Length, opened.Length);
        Assert.Equal(shape.Signer, opened.Signer.Name);
        Assert.True(opened.SigningTime > DateTimeOffset.UnixEpoch);
        Assert.Contains(opened.ContentDigest, new[] { SHA256.HashData(shape.Entity), SHA384.HashData(shape.Entity), SHA512.HashData(shape.Entity) });
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_opens_all_the_same()
    {
        var mail = Mails.FromSmime(openssl.Encrypt(openssl.Sign(Mails.Nested), "portal-2048", "-aes-256-gcm"));
        using var destination = new MemoryStream();

        var result = await Reader().OpenAsync(mail with { Body = new Trickle(mail.Body) }, destination, default);

        Assert.IsType<TunnelResult.Opened>(result);
        Assert.Equal(Mails.Nested, destination.ToArray());
    }

    private TunnelReader Reader() => new(
        [openssl.Key("portal-2048"), openssl.Key("portal-3072"), openssl.Key("portal-4096"), openssl.Key("portal-ec")],
        [openssl.Trusted("gateway"), openssl.Trusted("gateway-3072"), openssl.Trusted("gateway-ec"), openssl.Trusted("gateway-ec-384")],
        TimeProvider.System);
}
