using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class AccountPasswordHasherTests : IDisposable
{
    private const string Password = "eleven quiet herons";
    private readonly ServerPepper _pepper = new(RandomNumberGenerator.GetBytes(ServerPepper.Size));
    private readonly AccountPasswordHasher _hasher;
    private readonly Account _account = new();

    public AccountPasswordHasherTests() => _hasher = new AccountPasswordHasher(_pepper);

    public void Dispose() => _pepper.Dispose();

    [Fact]
    public void The_password_verifies_and_another_does_not()
    {
        var hash = _hasher.HashPassword(_account, Password);

        Assert.Equal(PasswordVerificationResult.Success, Verify(hash, Password));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, Password + " "));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, ""));
        Assert.NotEqual(hash, _hasher.HashPassword(_account, Password));
    }

    [Fact]
    public void What_is_stored_is_the_documented_layout()
    {
        var stored = Convert.FromBase64String(_hasher.HashPassword(_account, Password));
        var rounds = BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(1));
        var pbkdf2 = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(Password), stored.AsSpan(5, 16), rounds, HashAlgorithmName.SHA512, 32);

        Assert.Equal(53, stored.Length);
        Assert.Equal(1, stored[0]);
        Assert.True(rounds >= 210_000);
        Assert.Equal(_pepper.Hash(pbkdf2, "account-password"), stored[21..]);
    }

    [Fact]
    public void Without_the_pepper_the_password_does_not_verify()
    {
        using var other = new ServerPepper(RandomNumberGenerator.GetBytes(ServerPepper.Size));
        var hash = _hasher.HashPassword(_account, Password);

        Assert.Equal(
            PasswordVerificationResult.Failed, new AccountPasswordHasher(other).VerifyHashedPassword(_account, hash, Password));
    }

    [Fact]
    public void Fewer_rounds_verify_and_ask_for_a_new_hash()
    {
        var old = Stored(1000, Password);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(old, Password));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(old, Password + "!"));
    }

    [Theory]
    [InlineData("Zürich am Bodensee", "Zu\u0308rich am Bodensee")]
    [InlineData("ﬁve quiet herons", "five quiet herons")]
    [InlineData("１２３ quiet herons", "123 quiet herons")]
    public void However_a_device_writes_the_same_letters_they_verify(string one, string other) =>
        Assert.Equal(PasswordVerificationResult.Success, Verify(_hasher.HashPassword(_account, one), other));

    [Theory]
    [InlineData("half a pair \uD800 of surrogates")]
    [InlineData("the other half \uDC00 of a pair")]
    [InlineData("a wrong order \uDC00\uD800 of halves")]
    [InlineData("at the very end \uD83D")]
    [InlineData("no character \uFFFE at all")]
    [InlineData("no character \uFFFF either")]
    [InlineData("a NUL \0 within")]
    [InlineData("a pair \uD83D\uDE00 of surrogates")]
    [InlineData("a thousand marks \u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 on one letter")]
    public void Strange_characters_are_characters(string password) =>
        Assert.Equal(PasswordVerificationResult.Success, Verify(_hasher.HashPassword(_account, password), password));

    [Fact]
    public void What_is_no_stored_hash_never_verifies()
    {
        var bytes = Convert.FromBase64String(Stored(1000, Password));
        byte[] otherVersion = [2, .. bytes[1..]];

        foreach (var damaged in new[] { "", "not base64!", "AAAA", Text(bytes[..^1]), Text([.. bytes, 0]), Text(otherVersion) })
        {
            Assert.Equal(PasswordVerificationResult.Failed, Verify(damaged, Password));
        }
    }

    [Fact]
    public void Every_changed_bit_of_salt_and_hash_refuses_the_password()
    {
        var bytes = Convert.FromBase64String(Stored(10, Password));
        for (var bit = 5 * 8; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(PasswordVerificationResult.Failed, Verify(Text(bytes), Password));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private PasswordVerificationResult Verify(string hash, string password) =>
        _hasher.VerifyHashedPassword(_account, hash, password);

    private string Stored(int rounds, string password)
    {
        var stored = new byte[53];
        stored[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(stored.AsSpan(1), rounds);
        RandomNumberGenerator.Fill(stored.AsSpan(5, 16));
        var pbkdf2 = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), stored.AsSpan(5, 16), rounds, HashAlgorithmName.SHA512, 32);
        _pepper.Hash(pbkdf2, "account-password").CopyTo(stored, 21);
        return Text(stored);
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes);
}
