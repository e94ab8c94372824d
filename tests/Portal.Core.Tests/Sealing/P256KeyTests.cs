using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class P256KeyTests
{
    private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Order)]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("01")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("")]
    public void What_is_no_private_key_is_refused(string scalar)
    {
        Assert.False(P256KeyPair.IsPrivate(Convert.FromHexString(scalar)));
        var refusal = Assert.Throws<SealingException>(() => P256KeyPair.FromPrivate(Convert.FromHexString(scalar)));
        Assert.Equal(SealingFailure.Malformed, refusal.Failure);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550")]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e83ffffffffffffffff")]
    public void The_least_and_the_greatest_private_key_are_taken(string scalar)
    {
        using var pair = P256KeyPair.FromPrivate(Convert.FromHexString(scalar));

        Assert.Equal(scalar, Convert.ToHexStringLower(pair.ExportPrivate()));
        // One and the order less one have the base point's x coordinate (SP 800-186 §3.2.1.3).
        var onBase = pair.PublicKey.Bytes[1..33].StartsWith(Convert.FromHexString("6b17d1f2e12c4247"));
        Assert.Equal(!scalar.EndsWith("ff", StringComparison.Ordinal), onBase);
    }

    [Fact]
    public void What_is_no_point_of_the_curve_is_refused()
    {
        using var pair = P256KeyPair.Create();
        var point = pair.PublicKey.ToBytes();
        byte[][] bad =
        [
            [],
            [0],
            point[..64],
            [.. point, 0],
            [(byte)(2 + (point[64] & 1)), .. point[1..33]],
            [6, .. point[1..]],
            [4, .. new byte[64]],
            [.. point[..64], (byte)(point[64] ^ 1)],
            [4, .. Enumerable.Repeat((byte)0xff, 64)],
        ];

        Assert.All(bad, bytes => Assert.Equal(
            SealingFailure.Malformed, Assert.Throws<SealingException>(() => P256PublicKey.FromBytes(bytes)).Failure));
    }

    [Fact]
    public void Public_keys_are_equal_by_their_bytes()
    {
        using var pair = P256KeyPair.Create();
        using var other = P256KeyPair.Create();
        var again = P256PublicKey.FromBytes(pair.PublicKey.Bytes);

        Assert.Equal(pair.PublicKey, again);
        Assert.Equal(pair.PublicKey.GetHashCode(), again.GetHashCode());
        Assert.NotEqual(pair.PublicKey, other.PublicKey);
    }

    [Fact]
    public void A_disposed_pair_has_no_private_key()
    {
        var pair = P256KeyPair.Create();
        var publicKey = pair.PublicKey;
        pair.Dispose();

        Assert.Throws<ObjectDisposedException>(pair.ExportPrivate);
        Assert.Throws<ObjectDisposedException>(() => pair.Agree(publicKey));
        Assert.Equal(Hpke.Overhead, Hpke.SealBase(publicKey, [], [], []).Length);
    }
}
