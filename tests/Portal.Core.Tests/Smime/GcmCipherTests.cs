using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Core.Smime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Smime;

public sealed class GcmCipherTests
{
    private static readonly Func<byte[], Ghash>[] Hashes = [k => Ghash.Create(k), k => new Ghash<PortableCarryless>(k)];

    [CorpusFact("crypto-wycheproof")]
    public void Wycheproof_vectors_with_12_byte_nonces_open_or_fail_as_stated()
    {
        var run = 0;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.PathOf("crypto-wycheproof", "aes_gcm_test.json")));
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray()
            .Where(g => g.GetProperty("ivSize").GetInt32() == 96 && g.GetProperty("tagSize").GetInt32() == 128))
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                foreach (var hash in Hashes)
                {
                    Check(test, hash);
                    run++;
                }
            }
        }

        Assert.True(run > 200);
    }

    [Fact]
    public void Any_length_cut_into_any_pieces_is_what_the_platform_makes()
    {
        foreach (var length in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 1000, 8191, 8192, 8193, 50_001 })
        {
            var (key, nonce, plain, associated) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12), RandomNumberGenerator.GetBytes(length), RandomNumberGenerator.GetBytes(length % 50));
            var (expected, tag) = (new byte[length], new byte[16]);
            using (var platform = new AesGcm(key, 16))
            {
                platform.Encrypt(nonce, plain, expected, tag, associated);
            }

            foreach (var piece in new[] { 1, 7, 16, 100, 70_000 })
            {
                foreach (var hash in Hashes)
                {
                    using var encryptor = new GcmCipher(key, nonce, encrypt: true, hash);
                    Assert.Equal(expected, Run(encryptor, plain, piece, null, out _));
                    Assert.Equal(tag, encryptor.Tag(associated));
                    using var decryptor = new GcmCipher(key, nonce, encrypt: false, hash);
                    Assert.Equal(plain, Run(decryptor, expected, piece, new AuthEnvelopedTrailer(associated, tag), out var good));
                    Assert.True(good);
                }
            }
        }
    }

    [Fact]
    public void The_portable_product_is_the_processors_product()
    {
        if (!System.Runtime.Intrinsics.X86.Pclmulqdq.IsSupported)
        {
            return;
        }

        ulong[] edges = [0, 1, 2, 0x8000000000000000, ulong.MaxValue, 0x1111111111111111, 0x8888888888888888, 0xC200000000000000];
        var random = Enumerable.Range(0, 500).Select(_ => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        ulong[] values = [.. edges, .. random];
        foreach (var low in values)
        {
            foreach (var high in edges.Append(values[^1]))
            {
                var (a, b) = (Vector128.Create(low, high), Vector128.Create(high, ~low));
                Assert.Equal(NativeCarryless.Lower(a, b), PortableCarryless.Lower(a, b));
                Assert.Equal(NativeCarryless.Upper(a, b), PortableCarryless.Upper(a, b));
                Assert.Equal(NativeCarryless.Crossed(a, b), PortableCarryless.Crossed(a, b));
            }
        }
    }

    private static void Check(JsonElement test, Func<byte[], Ghash> hash)
    {
        byte[] Hex(string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
        using var cipher = new GcmCipher(Hex("key"), Hex("iv"), encrypt: false, hash);
        var plain = Run(cipher, Hex("ct"), 13, new AuthEnvelopedTrailer(Hex("aad"), Hex("tag")), out var good);
        var valid = test.GetProperty("result").GetString() == "valid";
        Assert.Equal(valid, good);
        if (valid)
        {
            Assert.Equal(Hex("msg"), plain);
        }
    }

    private static byte[] Run(GcmCipher cipher, byte[] input, int piece, AuthEnvelopedTrailer? trailer, out bool good)
    {
        using var output = new MemoryStream();
        var buffer = new byte[piece + ContentCipher.Slack];
        foreach (var part in input.Chunk(piece))
        {
            output.Write(buffer, 0, cipher.Push(part, buffer));
        }

        good = cipher.Finish(buffer, trailer, out var count);
        output.Write(buffer, 0, count);
        return output.ToArray();
    }
}
