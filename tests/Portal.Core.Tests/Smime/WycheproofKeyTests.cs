using System.Security.Cryptography;
using System.Text.Json;
using Portal.Core.Smime;
using Portal.Core.Tests.Vectors;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Project Wycheproof's vectors against what unlocks content keys and decrypts contents.</summary>
public sealed class WycheproofKeyTests
{
    private const string SpkiHead = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

    [CorpusTheory("crypto-wycheproof")]
    [InlineData("rsa_oaep_2048_sha256_mgf1sha256_test.json", 37)]
    [InlineData("rsa_oaep_misc_test.json", 65)]
    [InlineData("rsa_pkcs1_2048_test.json", 67)]
    public void A_key_under_RSA_is_unlocked_or_fails_as_published(string file, int count)
    {
        var run = 0;
        foreach (var (group, test) in Wycheproof.Load(file).Where(t => Padding(t.Group) is not null && t.Group.GetProperty("keySize").GetInt32() >= 2048))
        {
            using var key = RSA.Create();
            key.ImportPkcs8PrivateKey(group.Bytes("privateKeyPkcs8"), out _);
            var wrapped = new KeyTransport(key, test.Bytes("ct"), Padding(group)!);
            if (test.Result() == "valid" && Label(test).Length == 0)
            {
                Assert.Equal(test.Bytes("msg"), wrapped.Unwrap());
            }
            else
            {
                Assert.ThrowsAny<CryptographicException>(wrapped.Unwrap); // a label counts as wrong: nobody uses any
            }

            Assert.ThrowsAny<CryptographicException>(wrapped.Fail);
            run++;
        }

        Assert.Equal(count, run);
    }

    [CorpusFact("crypto-wycheproof")]
    public void A_key_under_ECDH_is_unlocked_or_fails_as_published()
    {
        var run = 0;
        var derivation = new KeyDerivation(HashAlgorithmName.SHA256, 32, [1, 2, 3]);
        var content = RandomNumberGenerator.GetBytes(32);
        foreach (var (_, test) in Wycheproof.Load("ecdh_secp256r1_test.json")
            .Where(t => t.Test.GetProperty("public").GetString()!.StartsWith(SpkiHead, StringComparison.Ordinal)))
        {
            using var ours = Private(test.Bytes("private"));
            var point = test.Bytes("public").AsSpan(SpkiHead.Length / 2).ToArray();
            var peer = new ECPoint { X = point[1..33], Y = point[33..] };
            var wrapped = new KeyAgreement(ours, peer, derivation, KeyWrap.Wrap(derivation.Derive(test.Bytes("shared")), content));
            if (test.Result() == "valid")
            {
                Assert.Equal(content, wrapped.Unwrap());
            }
            else
            {
                Assert.ThrowsAny<CryptographicException>(wrapped.Unwrap);
            }

            run++;
        }

        Assert.True(run > 300);
    }

    [CorpusFact("crypto-wycheproof")]
    public void A_content_under_AES_CBC_opens_or_fails_as_published()
    {
        var tests = Wycheproof.Load("aes_cbc_pkcs5_test.json").Select(t => t.Test).ToList();
        Assert.Equal(216, tests.Count);
        foreach (var test in tests)
        {
            using var cipher = new CbcDecryptor(test.Bytes("key"), test.Bytes("iv"));
            var plain = new byte[test.Bytes("ct").Length + ContentCipher.Slack];
            var written = cipher.Push(test.Bytes("ct"), plain);
            var good = cipher.Finish(plain.AsSpan(written), null, out var last);

            Assert.Equal((test.Name(), test.Result() == "valid"), (test.Name(), good));
            Assert.True(!good || test.Bytes("msg").AsSpan().SequenceEqual(plain.AsSpan(0, written + last)), test.Name());
        }
    }

    private static byte[] Label(JsonElement test) => test.TryGetProperty("label", out _) ? test.Bytes("label") : [];

    // Null where the two hashes differ or are off the list, which is refused before it comes to a key.
    private static RSAEncryptionPadding? Padding(JsonElement group)
    {
        if (!group.TryGetProperty("sha", out var sha))
        {
            return RSAEncryptionPadding.Pkcs1;
        }

        return sha.GetString() != group.GetProperty("mgfSha").GetString() ? null : sha.GetString() switch
        {
            "SHA-1" => RSAEncryptionPadding.OaepSHA1,
            "SHA-256" => RSAEncryptionPadding.OaepSHA256,
            "SHA-384" => RSAEncryptionPadding.OaepSHA384,
            "SHA-512" => RSAEncryptionPadding.OaepSHA512,
            _ => null,
        };
    }

    // Wycheproof writes signed integers of any length.
    private static ECDiffieHellman Private(byte[] signed)
    {
        var digits = signed.AsSpan().TrimStart((byte)0);
        var scalar = new byte[32];
        digits.CopyTo(scalar.AsSpan(32 - digits.Length));
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }
}
