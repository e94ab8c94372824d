using System.Security.Cryptography;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class ServerSecretTests
{
    private static readonly Guid MailboxId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void The_pepper_hashes_with_hmac_by_purpose()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        using var pepper = new ServerPepper(bytes);

        var hash = pepper.Hash("secret"u8, "code");

        Assert.Equal(HMACSHA256.HashData(bytes, "code\0secret"u8.ToArray()), hash);
        Assert.NotEqual(hash, pepper.Hash("secret"u8, "other"));
        Assert.NotEqual(hash, pepper.Hash("secreT"u8, "code"));
        Assert.Throws<ArgumentException>(() => pepper.Hash("secret"u8, "co\0de"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerPepper(new byte[31]));
        pepper.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pepper.Hash("secret"u8, "code"));
    }

    [Fact]
    public void A_content_is_remembered_by_a_keyed_digest_of_its_mailbox()
    {
        using var pair = P256KeyPair.Create();
        using var key = new IngestKey(P256KeyPair.FromPrivate(pair.ExportPrivate()));
        using var again = new IngestKey(P256KeyPair.FromPrivate(pair.ExportPrivate()));
        using var other = new IngestKey(P256KeyPair.Create());
        var content = SHA256.HashData("a message"u8);

        var digest = key.KeyedDigest(content, MailboxId);

        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, pair.ExportPrivate(), 32, [], "portal/1/digest"u8.ToArray());
        byte[] input = [.. MailboxId.ToByteArray(bigEndian: true), .. content];
        Assert.Equal(HMACSHA256.HashData(derived, input), digest);
        Assert.Equal(digest, again.KeyedDigest(content, MailboxId));
        Assert.NotEqual(digest, key.KeyedDigest(content, Guid.Empty));
        Assert.NotEqual(digest, other.KeyedDigest(content, MailboxId));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.KeyedDigest(content, MailboxId));
    }
}
