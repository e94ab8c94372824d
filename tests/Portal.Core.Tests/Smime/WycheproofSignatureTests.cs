using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Portal.Core.Smime;
using Portal.Core.Tests.Vectors;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Smime;

/// <summary>Project Wycheproof's vectors against the check of a signer's signature.</summary>
public sealed class WycheproofSignatureTests
{
    [CorpusTheory("crypto-wycheproof")]
    [InlineData("rsa_signature_2048_sha256_test.json", Oids.RsaSha256, 259)]
    [InlineData("rsa_signature_2048_sha384_test.json", Oids.RsaSha384, 258)]
    [InlineData("ecdsa_secp256r1_sha256_test.json", Oids.EcdsaSha256, 484)]
    public void A_signature_holds_or_does_not_as_published(string file, string algorithm, int count)
    {
        var vectors = Wycheproof.Load(file).ToList();
        Assert.Equal(count, vectors.Count);
        Assert.All(vectors, v =>
        {
            // Acceptable is a form that old signers write: either answer is right.
            var holds = Verify(v.Group, v.Test, new AlgorithmId(algorithm, default));
            Assert.True(v.Test.Result() == (holds ? "valid" : "invalid") || v.Test.Result() == "acceptable", v.Test.Name());
        });
    }

    [CorpusFact("crypto-wycheproof")]
    public void PSS_holds_with_salts_of_any_length_and_with_one_allowed_hash_alone()
    {
        var (taken, refused) = (0, 0);
        foreach (var (group, test) in Wycheproof.Load("rsa_pss_misc_test.json"))
        {
            var pss = new AlgorithmId(Oids.RsaPss, Parameters(group));
            if (Hash(group, "sha") is { } hash && Hash(group, "mgfSha") == hash)
            {
                Assert.True(Verify(group, test, pss), test.Name());
                Assert.False(Verify(group, test, pss, changed: true), test.Name());
                using var key = Key(group);
                var digest = CryptographicOperations.HashData(hash, test.Bytes("msg"));
                var salt = group.GetProperty("sLen").GetInt32();
                Assert.True(PssEncoding.Verify(key, digest, test.Bytes("sig"), hash, salt), test.Name());
                Assert.False(PssEncoding.Verify(key, digest, test.Bytes("sig"), hash, salt + 1), test.Name());
                taken++;
            }
            else
            {
                Assert.Equal(TunnelRefusal.WeakAlgorithm, Assert.Throws<RefusedException>(() => Verify(group, test, pss)).Reason);
                refused++;
            }
        }

        Assert.Equal((18, 132), (taken, refused));
    }

    private static bool Verify(JsonElement group, JsonElement test, AlgorithmId algorithm, bool changed = false)
    {
        using var certificate = Certificate(group.Bytes("publicKeyDer"));
        var message = test.Bytes("msg");
        return SignatureKey.Of(certificate).Verify(new SignerInfo
        {
            Id = new CertificateId(null, null, []),
            Digest = Hash(group, "sha") ?? HashAlgorithmName.SHA256,
            Signed = new SignedAttributes(changed ? [.. message, 0] : message, [], null),
            Algorithm = algorithm,
            Signature = test.Bytes("sig"),
        });
    }

    // A pinned certificate around a published public key; nobody looks at who issued it.
    private static X509Certificate2 Certificate(byte[] publicKey)
    {
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=vector"), PublicKey.CreateFromSubjectPublicKeyInfo(publicKey, out _), HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.Create(new X500DistinguishedName("CN=vector"), X509SignatureGenerator.CreateForECDsa(issuer), now, now.AddDays(1), [1]);
    }

    private static RSA Key(JsonElement group)
    {
        var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(group.Bytes("publicKeyDer"), out _);
        return key;
    }

    private static HashAlgorithmName? Hash(JsonElement group, string name) => group.GetProperty(name).GetString() switch
    {
        "SHA-256" => HashAlgorithmName.SHA256,
        "SHA-384" => HashAlgorithmName.SHA384,
        "SHA-512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    // RSASSA-PSS-params (RFC 4055 §3.1) with all fields written.
    private static byte[] Parameters(JsonElement group)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Field(0, w => w.WriteAlgorithm(Oid("sha")));
            Field(1, w => w.WriteAlgorithm(Oids.Mgf1, p => p.WriteAlgorithm(Oid("mgfSha"))));
            Field(2, w => w.WriteInteger(group.GetProperty("sLen").GetInt32()));
        }

        return writer.Encode();

        void Field(int tag, Action<AsnWriter> value)
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag, isConstructed: true)))
            {
                value(writer);
            }
        }

        string Oid(string name) => group.GetProperty(name).GetString() is "SHA-1" ? Oids.Sha1
            : Hash(group, name) is { } hash ? Digests.OidOf(hash)
            : "2.16.840.1.101.3.4.2.4";
    }
}
