using System.Security.Cryptography;
using Portal.Core.Sealing;
using Portal.Core.Tests.Vectors;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Sealing;

/// <summary>RFC 9180, appendix A, for our KEM and KDF. The published set has no AES-256-GCM; that one is proved by sealed-vectors.txt.</summary>
public sealed class HpkeVectorTests
{
    private const string Aes128Gcm = "1";

    private static readonly string[] Modes = ["0", "2"];

    private static List<Dictionary<string, string>> Vectors => [.. HpkeVectors.Load().Where(v => Modes.Contains(v["mode"]))];

    [CorpusFact("hpke")]
    public void Key_pairs_are_derived_as_published()
    {
        foreach (var vector in Vectors)
        {
            foreach (var who in vector.Keys.Where(k => k.StartsWith("ikm", StringComparison.Ordinal)).Select(k => k[3..]))
            {
                using var pair = P256KeyPair.DeriveKeyPair(Convert.FromHexString(vector["ikm" + who]));

                Assert.Equal(vector[$"sk{who}m"], Convert.ToHexStringLower(pair.ExportPrivate()));
                Assert.Equal(vector[$"pk{who}m"], Convert.ToHexStringLower(pair.PublicKey.Bytes));
            }
        }
    }

    [CorpusFact("hpke")]
    public void Both_sides_agree_on_the_published_secret()
    {
        foreach (var vector in Vectors)
        {
            using var ephemeral = Pair(vector, "E");
            using var recipient = Pair(vector, "R");
            using var sender = vector["mode"] == "2" ? Pair(vector, "S") : null;
            var sent = new byte[DhKem.SecretSize];
            var received = new byte[DhKem.SecretSize];

            DhKem.Encapsulate(ephemeral, recipient.PublicKey, sender, sent);
            DhKem.Decapsulate(Convert.FromHexString(vector["enc"]), recipient, sender?.PublicKey, received);

            Assert.Equal(vector["shared_secret"], Convert.ToHexStringLower(sent));
            Assert.Equal(vector["shared_secret"], Convert.ToHexStringLower(received));
        }
    }

    [CorpusFact("hpke")]
    public void The_key_schedule_gives_the_published_key_and_nonce()
    {
        foreach (var vector in Vectors)
        {
            var (key, nonce) = Schedule(vector);

            Assert.Equal(vector["key"], Convert.ToHexStringLower(key));
            Assert.Equal(vector["base_nonce"], Convert.ToHexStringLower(nonce));
        }
    }

    [CorpusFact("hpke")]
    public void The_first_message_is_encrypted_as_published()
    {
        var vectors = Vectors.FindAll(v => v["aead_id"] == Aes128Gcm);
        Assert.Equal(2, vectors.Count);
        foreach (var vector in vectors)
        {
            var (key, nonce) = Schedule(vector);
            var plaintext = Convert.FromHexString(vector["pt"]);
            var ciphertext = new byte[plaintext.Length];
            var tag = new byte[16];
            using var aes = new AesGcm(key, tag.Length);
            aes.Encrypt(nonce, plaintext, ciphertext, tag, Convert.FromHexString(vector["aad"]));

            Assert.Equal(vector["ct"], Convert.ToHexStringLower([.. ciphertext, .. tag]));
        }
    }

    [CorpusFact("hpke")]
    public void The_material_holds_both_modes_for_two_ciphers() => Assert.Equal(4, Vectors.Count);

    private static (byte[] Key, byte[] Nonce) Schedule(Dictionary<string, string> vector)
    {
        var key = new byte[vector["key"].Length / 2];
        var nonce = new byte[HpkeKeySchedule.NonceSize];
        HpkeKeySchedule.Derive(
            byte.Parse(vector["mode"], null),
            ushort.Parse(vector["aead_id"], null),
            Convert.FromHexString(vector["shared_secret"]),
            Convert.FromHexString(vector["info"]),
            key,
            nonce);
        return (key, nonce);
    }

    private static P256KeyPair Pair(Dictionary<string, string> vector, string who) =>
        P256KeyPair.FromPrivate(Convert.FromHexString(vector[$"sk{who}m"]));
}
