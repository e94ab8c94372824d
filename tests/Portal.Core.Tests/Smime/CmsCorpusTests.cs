using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core.Smime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Messages made elsewhere: by OpenSSL for Mozilla's NSS, and the examples of RFC 4134.</summary>
public sealed class CmsCorpusTests
{
    [CorpusTheory("cms-nss-interop")]
    [InlineData("fran-oaep-sha256hash_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-sha256hash-sha256mgf_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-sha384hash_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-sha512hash_ossl.env", "Fran.p12")]
    [InlineData("fran-ec_ossl-aes128-sha1.env", "Fran-ec.p12")]
    [InlineData("fran-ec_ossl-aes128-sha256.env", "Fran-ec.p12")]
    [InlineData("fran-ec_ossl-aes192-sha384.env", "Fran-ec.p12")]
    [InlineData("fran-ec_ossl-aes256-sha512.env", "Fran-ec.p12")]
    public async Task An_envelope_of_the_NSS_tests_decrypts_and_is_refused_for_want_of_a_signature(string file, string keyFile)
    {
        var envelope = await File.ReadAllBytesAsync(Corpora.PathOf("cms-nss-interop", "interop-openssl", file));
        using var key = LoadNssKey(keyFile);

        Assert.Equal("This is a test message to Fran.", Decrypt(envelope, key).Trim());
        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.NotSigned), await Open(envelope, key, []));
    }

    [CorpusTheory("cms-nss-interop")]
    [InlineData("fran-oaep_ossl.env", "Fran.p12")] // 3DES
    [InlineData("fran-ec_ossl-aes128-sha224.env", "Fran-ec.p12")]
    [InlineData("fran-oaep-sha256mgf_ossl.env", "Fran.p12")] // SHA-1 for the label, SHA-256 for the mask
    [InlineData("fran-oaep-sha384mgf_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-sha512mgf_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-label_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-sha256hash-label_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep-sha256mgf-label_ossl.env", "Fran.p12")]
    [InlineData("fran-oaep_ossl-sha256hash-sha256mgf-label.env", "Fran.p12")]
    public async Task An_envelope_of_the_NSS_tests_with_algorithms_off_the_list_is_refused(string file, string keyFile)
    {
        var envelope = await File.ReadAllBytesAsync(Corpora.PathOf("cms-nss-interop", "interop-openssl", file));
        using var key = LoadNssKey(keyFile);

        Assert.Equal(new TunnelResult.Refused(TunnelRefusal.WeakAlgorithm), await Open(envelope, key, []));
    }

    [CorpusFact("cms-rfc4134")]
    public async Task Every_structure_of_RFC_4134_is_refused_outside_and_inside_an_envelope()
    {
        using var portal = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", TimeProvider.System);
        var signers = Directory.GetFiles(Corpora.PathOf("cms-rfc4134"), "*.cer")
            .Select(f => new TrustedSigner(Path.GetFileName(f), X509CertificateLoader.LoadCertificateFromFile(f))).ToList();
        var files = Directory.GetFiles(Corpora.PathOf("cms-rfc4134"), "?.*.bin");
        foreach (var file in files)
        {
            var cms = await File.ReadAllBytesAsync(file);
            var entity = "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(cms);

            Assert.IsType<TunnelResult.Refused>(await Open(cms, portal, signers));
            Assert.IsType<TunnelResult.Refused>(await Open(Forge.Envelope(Encoding.ASCII.GetBytes(entity), portal), portal, signers));
        }

        Assert.True(files.Length >= 14);
    }

    [CorpusTheory("cms-rfc4134")]
    [InlineData("4.8.eml", TunnelRefusal.NotTunnelled)]  // multipart/signed
    [InlineData("4.9.eml", TunnelRefusal.NotTunnelled)]  // signed-data
    [InlineData("5.3.eml", TunnelRefusal.WeakAlgorithm)] // 3DES
    public async Task A_mail_of_RFC_4134_is_refused_for_this_reason(string file, TunnelRefusal reason)
    {
        using var portal = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", TimeProvider.System);
        var mail = Mails.FromSmime(await File.ReadAllBytesAsync(Corpora.PathOf("cms-rfc4134", file)));

        Assert.Equal(new TunnelResult.Refused(reason), await new TunnelReader([portal], [], TimeProvider.System).OpenAsync(mail, Stream.Null, default));
    }

    [CorpusTheory("cms-rfc4134")]
    [InlineData("5.1.bin", TunnelRefusal.WeakAlgorithm)] // 3DES
    [InlineData("5.2.bin", TunnelRefusal.WeakAlgorithm)] // RC2
    [InlineData("4.2.bin", TunnelRefusal.NotTunnelled)]  // signed, not encrypted
    public async Task An_example_of_RFC_4134_is_refused_for_this_reason(string file, TunnelRefusal reason)
    {
        using var portal = TunnelKey.Create(TunnelKeyAlgorithm.P256, "portal", TimeProvider.System);
        var cms = await File.ReadAllBytesAsync(Corpora.PathOf("cms-rfc4134", file));

        Assert.Equal(new TunnelResult.Refused(reason), await Open(cms, portal, []));
    }

    private static ValueTask<TunnelResult> Open(byte[] cms, TunnelKey key, IReadOnlyList<TrustedSigner> signers) =>
        new TunnelReader([key], signers, TimeProvider.System).OpenAsync(Mails.FromDer(cms), Stream.Null, default);

    private static TunnelKey LoadNssKey(string file) => new(X509CertificateLoader.LoadPkcs12CollectionFromFile(
        Corpora.PathOf("cms-nss-interop", "interop-openssl", file), "nss").First(c => c.HasPrivateKey));

    private static string Decrypt(byte[] envelope, TunnelKey key)
    {
        using var cms = new CmsBody(null, BerSplitter.Enveloped);
        var (ciphertext, plain) = (new byte[envelope.Length + 2], new byte[envelope.Length + ContentCipher.Slack]);
        var count = cms.Push(envelope, ciphertext);
        cms.Finish();
        var header = EnvelopedHeader.Read(cms.Metadata());
        using var cipher = ContentCipher.CreateDecryptor(header.Content, ContentKey.Unlock(header, [key]).Key);
        var written = cipher.Push(ciphertext.AsSpan(0, count), plain);
        Assert.True(cipher.Finish(plain.AsSpan(written), null, out var last));
        return Encoding.ASCII.GetString(plain, 0, written + last);
    }
}
