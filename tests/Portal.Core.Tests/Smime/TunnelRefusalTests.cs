using System.Text;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Mails that OpenSSL makes and that must not come in, each with the reason that goes to the log.</summary>
[Collection(OpenSslTests.Name)]
public sealed class TunnelRefusalTests(OpenSsl openssl)
{
    private static readonly string[] Cbc = ["-aes-256-cbc"];

    private static readonly Dictionary<string, (TunnelRefusal Reason, Func<OpenSsl, byte[]> Make)> Cases = new()
    {
        ["not signed"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Mails.Rfc822)),
        ["not signed, without a header"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Mails.Bytes("\nno header"))),
        ["not signed, no end of the header"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Mails.Bytes("Subject: x"))),
        ["not signed, endless header"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Encoding.ASCII.GetBytes("X: " + new string('x', 200_000)))),
        ["not encrypted, opaque"] = (TunnelRefusal.NotTunnelled, o => o.Sign(Mails.Rfc822, "-nodetach")),
        ["not encrypted, detached"] = (TunnelRefusal.NotTunnelled, o => o.Sign(Mails.Rfc822)),
        ["neither"] = (TunnelRefusal.NotTunnelled, _ => Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Mails.Rfc822).Replace("\r\n", "\n", StringComparison.Ordinal))),
        ["signed by a stranger"] = (TunnelRefusal.UntrustedSigner, o => Encrypt(o, o.SignAs("foreign", Mails.Rfc822, "-nodetach"))),
        ["signed by a stranger, detached"] = (TunnelRefusal.UntrustedSigner, o => Encrypt(o, o.SignAs("foreign", Mails.Rfc822))),
        ["a self-made signer of the same issuer and serial number"] = (TunnelRefusal.BadSignature, o => Encrypt(o, o.SignAs("twin", Mails.Rfc822, "-nodetach"))),
        ["pinned RSA-1024"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.SignAs("small", Mails.Rfc822, "-nodetach"))),
        ["SHA-1"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach", "-md", "sha1"))),
        ["SHA-1, detached"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-md", "sha1"))),
        ["SHA-224"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach", "-md", "sha224"))),
        ["MD5"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach", "-md", "md5"))),
        ["3DES"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach"), "-des3")),
        ["DES"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach"), "-des-cbc", "-provider", "legacy", "-provider", "default")),
        ["RC2"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach"), "-rc2-cbc", "-provider", "legacy", "-provider", "default")),
        ["Camellia"] = (TunnelRefusal.WeakAlgorithm, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach"), "-camellia-256-cbc")),
        ["two signers"] = (TunnelRefusal.Malformed, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach", "-signer", "foreign.pem", "-inkey", "foreign.key"))),
        ["the same signer twice, detached"] = (TunnelRefusal.Malformed, o => Encrypt(o, o.Sign(Mails.Rfc822, "-signer", "gateway-ec.pem", "-inkey", "gateway-ec.key"))),
        ["no signed attributes"] = (TunnelRefusal.Malformed, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach", "-noattr"))),
        ["another content type signed"] = (TunnelRefusal.Malformed, o => Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach", "-econtent_type", "1.2.3.4"))),
        ["certificates only"] = (TunnelRefusal.NotSigned, o => Encrypt(o, CertificatesOnly(o))),
        ["encrypted twice"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Encrypt(o, o.Sign(Mails.Rfc822, "-nodetach")))),
        ["to somebody else"] = (TunnelRefusal.NotForUs, o => o.Encrypt(o.Sign(Mails.Rfc822, "-nodetach"), "other", Cbc)),
        ["to a shared key"] = (TunnelRefusal.NotForUs, o => o.Pipe(o.Sign(Mails.Rfc822, "-nodetach"), "cms", "-encrypt", "-aes-128-cbc", "-secretkey", "000102030405060708090A0B0C0D0E0F", "-secretkeyid", "01")),
        ["opaque in the header, detached inside"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Opaque(o.Sign(Mails.Rfc822, "-outform", "DER")))),
        ["the content both inside and beside the signature"] = (TunnelRefusal.Malformed, o => Encrypt(o, DetachedWith(o.Sign(Mails.Rfc822, "-outform", "DER", "-nodetach")))),
        ["a third part beside the signature"] = (TunnelRefusal.Malformed, o => Encrypt(o, DetachedWith(o.Sign(Mails.Rfc822, "-outform", "DER"), "\n--b\n\nthird"))),
        ["text behind the closing delimiter"] = (TunnelRefusal.Malformed, o => Encrypt(o, DetachedWith(o.Sign(Mails.Rfc822, "-outform", "DER"), "", "more"))),
        ["a signature part of another type"] = (TunnelRefusal.NotSigned, o => Encrypt(o, DetachedWith(o.Sign(Mails.Rfc822, "-outform", "DER"), type: "text/plain"))),
        ["one byte of the content changed"] = (TunnelRefusal.BadSignature, o => Encrypt(o, Replace(o.Sign(Mails.Rfc822), "Text of", "text of"))),
        ["two content types"] = (TunnelRefusal.Malformed, o => Encrypt(o, [.. Mails.Bytes("MIME-Version: 1.0\nContent-Type: text/plain\n"), .. o.Sign(Mails.Rfc822, "-nodetach")])),
        ["another field first"] = (TunnelRefusal.UnusualHeader, o => Encrypt(o, [.. Mails.Bytes("X: y\n"), .. o.Sign(Mails.Rfc822, "-nodetach")])),
        ["bytes beyond ASCII before the signed part"] = (TunnelRefusal.Malformed, o => Encrypt(o, Replace(o.Sign(Mails.Rfc822), "This is", "This \u00FFs"))),
        ["junk behind the signed base64"] = (TunnelRefusal.Malformed, o => Encrypt(o, [.. o.Sign(Mails.Rfc822, "-nodetach"), .. Mails.Bytes("more\n")])),
        ["junk behind the base64"] = (TunnelRefusal.Malformed, o => [.. Good(o), .. Mails.Bytes("more\n")]),
        ["a second mail behind the first"] = (TunnelRefusal.Malformed, o => [.. Good(o), .. Good(o)]),
        ["the encrypted part among others"] = (TunnelRefusal.NotTunnelled, o => [.. Encoding.ASCII.GetBytes("Content-Type: multipart/mixed; boundary=b\n\n--b\n"), .. Good(o), .. Encoding.ASCII.GetBytes("\n--b--\n")]),
        ["signed-data in the outer header"] = (TunnelRefusal.NotTunnelled, o => Replace(Good(o), "enveloped-data", "signed-data")),
        ["signed by nobody, the content inside"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Forge.SignedByNobody(Mails.Rfc822))),
        ["signed with a certificate that the pinned one has issued"] = (TunnelRefusal.UntrustedSigner, o => Encrypt(o, o.SignAs("issued", Mails.Rfc822, "-nodetach", "-certfile", "gateway.pem"))),
        ["a compressed mail that is said to be signed"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Forge.Entity(Forge.Compressed(o.Sign(Mails.Rfc822, "-nodetach"))))),
        ["a compressed mail"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Forge.Entity(Forge.Compressed(o.Sign(Mails.Rfc822, "-nodetach")), "compressed-data"))),
        ["a compressed mail that is said to be encrypted"] = (TunnelRefusal.NotTunnelled, o => Forge.Entity(Forge.Compressed(Good(o)), "enveloped-data")),
        ["compressed-data inside"] = (TunnelRefusal.NotSigned, o => Encrypt(o, Replace(o.Sign(Mails.Rfc822, "-nodetach"), "signed-data", "compressed-data"))),
        ["compressed-data in the outer header"] = (TunnelRefusal.NotTunnelled, o => Replace(Good(o), "enveloped-data", "compressed-data")),
        ["quoted-printable"] = (TunnelRefusal.Malformed, o => Replace(Good(o), "Encoding: base64", "Encoding: quoted-printable")),
        ["an empty body"] = (TunnelRefusal.Malformed, o => Good(o)[..(Encoding.ASCII.GetString(Good(o)).IndexOf("\n\n", StringComparison.Ordinal) + 2)]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task This_mail_is_refused_for_this_reason(string name)
    {
        var (reason, make) = Cases[name];

        Assert.Equal(new TunnelResult.Refused(reason), await Open(Mails.FromSmime(make(openssl))));
    }

    [Fact]
    public async Task The_mail_that_the_refused_ones_are_made_from_opens()
    {
        Assert.IsType<TunnelResult.Opened>(await Open(Mails.FromSmime(Good(openssl))));
        Assert.IsType<TunnelResult.Opened>(await Open(Mails.FromSmime(Encrypt(openssl, DetachedWith(openssl.Sign(Mails.Rfc822, "-outform", "DER"))))));
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(100)]
    public async Task A_signer_outside_the_time_of_its_certificate_is_refused(int days)
    {
        var clock = new FixedClock(DateTimeOffset.FromUnixTimeSeconds(0) + (openssl.Certificate("gateway").NotBefore.ToUniversalTime() - DateTime.UnixEpoch) + TimeSpan.FromDays(days));
        var reader = new TunnelReader([openssl.Key("portal-2048")], [openssl.Trusted("gateway")], clock);

        var result = await reader.OpenAsync(Mails.FromSmime(Good(openssl)), Stream.Null, default);

        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.ExpiredSigner), result);
    }

    [Fact]
    public async Task With_authenticated_encryption_only_CBC_is_refused_and_GCM_opens()
    {
        var reader = new TunnelReader([openssl.Key("portal-2048")], [openssl.Trusted("gateway")], TimeProvider.System)
        {
            AuthenticatedEncryptionOnly = true,
        };

        var cbc = await reader.OpenAsync(Mails.FromSmime(Good(openssl)), Stream.Null, default);
        var gcm = await reader.OpenAsync(Mails.FromSmime(Encrypt(openssl, openssl.Sign(Mails.Rfc822), "-aes-256-gcm")), Stream.Null, default);

        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.WeakAlgorithm), cbc);
        Assert.IsType<TunnelResult.Opened>(gcm);
    }

    [Fact]
    public async Task An_exception_of_the_destination_passes_through()
    {
        using var closed = new MemoryStream();
        await closed.DisposeAsync();
        var reader = new TunnelReader([openssl.Key("portal-2048")], [openssl.Trusted("gateway")], TimeProvider.System);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.OpenAsync(Mails.FromSmime(Good(openssl)), closed, default).AsTask());
    }

    private ValueTask<TunnelResult> Open(TunnelMail mail) => new TunnelReader(
        [openssl.Key("portal-2048")], [openssl.Trusted("gateway"), openssl.Trusted("small")], TimeProvider.System)
        .OpenAsync(mail, Stream.Null, default);

    private static byte[] Good(OpenSsl openssl) => Encrypt(openssl, openssl.Sign(Mails.Rfc822, "-nodetach"));

    private static byte[] Encrypt(OpenSsl openssl, byte[] entity, params string[] cipher) =>
        openssl.Encrypt(entity, "portal-2048", cipher.Length > 0 ? cipher : Cbc);

    private static byte[] CertificatesOnly(OpenSsl openssl)
    {
        openssl.Run("crl2pkcs7", "-nocrl", "-certfile", "gateway.pem", "-outform", "DER", "-out", "certs.p7c");
        return Opaque(File.ReadAllBytes(openssl.PathOf("certs.p7c")));
    }

    private static byte[] Opaque(byte[] der) => Encoding.ASCII.GetBytes(
        "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(der) + "\r\n");

    private static byte[] DetachedWith(byte[] signature, string before = "", string after = "", string type = "application/pkcs7-signature") =>
    [
        .. Mails.Bytes("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\n\n--b\n"),
        .. Mails.Rfc822,
        .. Mails.Bytes($"\n--b\nContent-Type: {type}\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(signature)}{before}\n--b--\n{after}"),
    ];

    private static byte[] Replace(byte[] message, string old, string with) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace(old, with, StringComparison.Ordinal));
}
