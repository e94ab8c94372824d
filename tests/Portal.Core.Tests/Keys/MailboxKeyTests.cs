using System.Security.Cryptography;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class MailboxKeyTests
{
    [Fact]
    public void A_key_from_its_private_half_is_the_same_key()
    {
        using var made = MailboxKey.Create();
        using var again = MailboxKey.FromPrivate(made.ExportPrivate());

        Assert.Equal(made.PublicKey, again.PublicKey);
        Assert.Equal(made.SymmetricKey, again.SymmetricKey);
        Assert.Equal(made.ExportPrivate(), again.KeyPair.ExportPrivate());
    }

    [Fact]
    public void The_symmetric_key_is_hkdf_of_the_private_key()
    {
        using var key = MailboxKey.Create();

        var expected = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.ExportPrivate(), 32, [], "portal/1/mailbox"u8.ToArray());

        Assert.Equal(expected, key.SymmetricKey);
    }

    [Fact]
    public void What_is_no_private_key_is_refused_at_once()
    {
        Assert.Throws<SealingException>(() => MailboxKey.FromPrivate(new byte[32]));
        Assert.Throws<SealingException>(() => MailboxKey.FromPrivate([1]));
    }

    [Fact]
    public void A_disposed_key_is_gone_with_its_pair()
    {
        var key = MailboxKey.Create();
        var pair = key.KeyPair;
        var symmetric = key.SymmetricKey;
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(key.ExportPrivate);
        Assert.Throws<ObjectDisposedException>(() => key.SymmetricKey.Length);
        Assert.Throws<ObjectDisposedException>(() => key.KeyPair);
        Assert.Throws<ObjectDisposedException>(pair.ExportPrivate);
        Assert.False(symmetric.ContainsAnyExcept((byte)0));
    }
}
