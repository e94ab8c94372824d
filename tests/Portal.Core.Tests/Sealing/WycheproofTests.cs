using System.Security.Cryptography;
using System.Text.Json;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Tests.Vectors;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Sealing;

/// <summary>Project Wycheproof's vectors against the primitives as the sealed format uses them.</summary>
public sealed class WycheproofTests
{
    // SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point.
    private const string SpkiHead = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

    [CorpusFact("crypto-wycheproof")]
    public void Aes_256_gcm_with_nonces_of_twelve_bytes_seals_and_opens_as_published()
    {
        var tests = Wycheproof.Load("aes_gcm_test.json")
            .Where(t => t.Group.GetProperty("keySize").GetInt32() == 256 && t.Group.GetProperty("ivSize").GetInt32() == 96)
            .Select(t => t.Test)
            .ToList();
        Assert.True(tests.Count > 60);
        Assert.All(tests, test =>
        {
            using var aes = new AesGcm(test.Bytes("key"), SealedLayout.TagSize);
            var opened = new byte[test.Bytes("msg").Length];
            if (test.Result() != "valid")
            {
                Assert.Throws<AuthenticationTagMismatchException>(
                    () => aes.Decrypt(test.Bytes("iv"), test.Bytes("ct"), test.Bytes("tag"), opened, test.Bytes("aad")));
                return;
            }

            var (ciphertext, tag) = (new byte[opened.Length], new byte[SealedLayout.TagSize]);
            aes.Encrypt(test.Bytes("iv"), test.Bytes("msg"), ciphertext, tag, test.Bytes("aad"));
            aes.Decrypt(test.Bytes("iv"), test.Bytes("ct"), test.Bytes("tag"), opened, test.Bytes("aad"));

            Assert.Equal(test.Bytes("ct"), ciphertext);
            Assert.Equal(test.Bytes("tag"), tag);
            Assert.Equal(test.Bytes("msg"), opened);
        });
    }

    [CorpusFact("crypto-wycheproof")]
    public void Hkdf_sha_256_derives_as_published()
    {
        var tests = Wycheproof.Load("hkdf_sha256_test.json").Select(t => t.Test).ToList();
        Assert.Equal(86, tests.Count);
        Assert.All(tests, test =>
        {
            var derived = new byte[test.GetProperty("size").GetInt32()];
            void Derive() => HKDF.DeriveKey(HashAlgorithmName.SHA256, test.Bytes("ikm"), derived, test.Bytes("salt"), test.Bytes("info"));
            if (test.Result() != "valid")
            {
                Assert.ThrowsAny<ArgumentException>(Derive);
                return;
            }

            Derive();
            Assert.Equal(test.Bytes("okm"), derived);
        });
    }

    [CorpusFact("crypto-wycheproof")]
    public void Points_of_p256_agree_or_are_refused_as_published()
    {
        var tests = Wycheproof.Load("ecdh_secp256r1_test.json").Select(t => t.Test)
            .Where(t => t.GetProperty("public").GetString()!.StartsWith(SpkiHead, StringComparison.Ordinal))
            .ToList();
        Assert.True(tests.Count > 300);
        Assert.All(tests, test => Check(test, () => P256PublicKey.FromBytes(test.Bytes("public").AsSpan(SpkiHead.Length / 2))));
    }

    [CorpusFact("crypto-wycheproof")]
    public void Public_key_files_agree_or_are_refused_as_published()
    {
        var tests = Wycheproof.Load("ecdh_secp256r1_test.json").Select(t => t.Test).ToList();
        Assert.Equal(612, tests.Count);
        Assert.All(tests, test => Check(test, () => KeyPem.ReadPublic(PemEncoding.Write("PUBLIC KEY", test.Bytes("public")))));
    }

    // What Wycheproof calls acceptable may be refused, but may not agree on anything else.
    private static void Check(JsonElement test, Func<P256PublicKey> read)
    {
        byte[] agreed;
        try
        {
            using var pair = P256KeyPair.FromPrivate(Scalar(test.Bytes("private")));
            agreed = pair.Agree(read());
        }
        catch (Exception e) when (e is SealingException or CryptographicException)
        {
            Assert.True(test.Result() != "valid", test.Name());
            return;
        }

        Assert.True(test.Result() != "invalid", test.Name());
        Assert.Equal(test.Bytes("shared"), agreed);
    }

    // Wycheproof writes signed integers of any length.
    private static byte[] Scalar(byte[] signed)
    {
        var scalar = new byte[P256KeyPair.PrivateSize];
        var digits = signed.AsSpan().TrimStart((byte)0);
        digits.CopyTo(scalar.AsSpan(scalar.Length - digits.Length));
        return scalar;
    }
}
