using System.Security.Cryptography;
using System.Text.Json;
using Portal.Core.Smime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Smime;

public sealed class KeyWrapTests
{
    [CorpusFact("crypto-wycheproof")]
    public void Wycheproof_vectors_for_AES_keys_open_or_fail_as_stated()
    {
        var run = 0;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.PathOf("crypto-wycheproof", "aes_wrap_test.json")));
        foreach (var test in document.RootElement.GetProperty("testGroups").EnumerateArray().SelectMany(g => g.GetProperty("tests").EnumerateArray()))
        {
            byte[] Hex(string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
            var (key, message, wrapped) = (Hex("key"), Hex("msg"), Hex("ct"));
            if (test.GetProperty("result").GetString() != "valid")
            {
                Assert.Throws<CryptographicException>(() => KeyWrap.Unwrap(key, wrapped));
            }
            else if (message.Length is 16 or 24 or 32)
            {
                Assert.Equal(message, KeyWrap.Unwrap(key, wrapped));
                Assert.Equal(wrapped, KeyWrap.Wrap(key, message));
            }

            run++;
        }

        Assert.True(run > 100);
    }
}
