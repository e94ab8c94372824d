using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Vectors;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class AccountPasswordHasherTests : IDisposable
{
    private const string Password = "eleven quiet herons";
    private readonly ServerPepper _pepper = new(RandomNumberGenerator.GetBytes(ServerPepper.Size));
    private readonly AccountPasswordHasher _hasher;
    private readonly Account _account = new() { Id = Guid.NewGuid() };

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

    public static TheoryData<string> Vectors => [.. VectorFile.Names("password-hash")];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_stored_hash_verifies_or_not_as_the_vector_says(string name)
    {
        var vector = VectorFile.Find(name);
        using var pepper = new ServerPepper(vector.OpeningBytes("pepper"));
        var expected = vector["class"] switch
        {
            "accept" => PasswordVerificationResult.Success,
            "accept-old" => PasswordVerificationResult.SuccessRehashNeeded,
            _ => PasswordVerificationResult.Failed,
        };

        var result = new AccountPasswordHasher(pepper).VerifyHashedPassword(
            new Account { Id = vector.OpeningId("account") }, Text(vector.Changed(vector.Bytes("sealed"))), vector.Opening("password"), out var secret);

        Assert.Equal(expected, result);
        Assert.Equal(expected == PasswordVerificationResult.Success, secret is not null);
        secret?.Dispose();
    }

    [Fact]
    public void What_is_stored_is_the_documented_layout()
    {
        var stored = Convert.FromBase64String(_hasher.HashPassword(_account, Password));
        var rounds = BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(1));
        var pbkdf2 = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(Password), stored.AsSpan(5, 32), rounds, HashAlgorithmName.SHA512, 32);

        Assert.Equal(69, stored.Length);
        Assert.Equal(2, stored[0]);
        Assert.True(rounds >= 210_000);
        Assert.Equal(_pepper.Hash([.. _account.Id.ToByteArray(bigEndian: true), .. pbkdf2], "account-password/2"), stored[37..]);
    }

    [Fact]
    public void Verifying_gives_the_secret_of_the_slots_that_were_written_when_hashing()
    {
        var (mailboxId, other) = (Guid.NewGuid(), Guid.NewGuid());
        using var mailbox = MailboxKey.Create();
        var hash = _hasher.HashPassword(_account, Password, out var written);
        var slots = new[] { mailboxId, other }.Select(id => PasswordSlot.Create(mailbox, written, id)).ToList();
        var anew = _hasher.HashPassword(_account, Password, out var next);

        Assert.Equal(PasswordVerificationResult.Success, _hasher.VerifyHashedPassword(_account, hash, Password, out var secret));

        Assert.NotNull(secret);
        using var first = PasswordSlot.Open(slots[0], secret, mailboxId);
        using var second = PasswordSlot.Open(slots[1], secret, other);
        Assert.Equal(mailbox.ExportPrivate(), first.ExportPrivate());
        Assert.Equal(mailbox.ExportPrivate(), second.ExportPrivate());
        Assert.NotEqual(hash, anew);
        Assert.Throws<SealingException>(() => PasswordSlot.Open(slots[0], next, mailboxId));
        new[] { written, next, secret }.ToList().ForEach(s => s.Dispose());
    }

    [Fact]
    public void What_is_stored_opens_no_slot()
    {
        var id = Guid.NewGuid();
        using var mailbox = MailboxKey.Create();
        var stored = Convert.FromBase64String(_hasher.HashPassword(_account, Password, out var secret));
        var slot = PasswordSlot.Create(mailbox, secret, id);
        var stretch = PasswordStretch.Read(stored.AsSpan(1, PasswordStretch.Size));

        Assert.Equal(-1, stored.AsSpan().IndexOf(secret.Bytes));
        using var taken = PasswordSecret.OfStretched(stored.AsSpan(37), stretch, _pepper);
        Assert.Equal(SealingFailure.WrongKey, Assert.Throws<SealingException>(() => PasswordSlot.Open(slot, taken, id)).Failure);
        secret.Dispose();
    }

    [Fact]
    public void A_wrong_password_gives_no_secret_and_a_hash_of_another_account_does_not_verify()
    {
        var hash = _hasher.HashPassword(_account, Password);

        Assert.Equal(PasswordVerificationResult.Failed, _hasher.VerifyHashedPassword(_account, hash, Password + "!", out var secret));
        Assert.Null(secret);
        Assert.Equal(
            PasswordVerificationResult.Failed, _hasher.VerifyHashedPassword(new Account { Id = Guid.NewGuid() }, hash, Password, out secret));
        Assert.Null(secret);
    }

    [Fact]
    public void When_more_rounds_are_wanted_the_old_hash_still_gives_its_secret_and_asks_for_a_new_one()
    {
        var hash = _hasher.HashPassword(_account, Password);
        var stricter = new AccountPasswordHasher(_pepper) { Rounds = PasswordStretch.LeastRounds + 1 };

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, stricter.VerifyHashedPassword(_account, hash, Password, out var secret));
        Assert.NotNull(secret);
        secret.Dispose();
        Assert.Equal(PasswordVerificationResult.Success, Verify(stricter.HashPassword(_account, Password), Password));
    }

    // Had they been computed, a single one would have taken minutes.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, int.MaxValue)]
    [InlineData(1, -1)]
    [InlineData(2, 0)]
    [InlineData(2, 209_999)]
    [InlineData(2, int.MaxValue)]
    [InlineData(2, -1)]
    public void Rounds_out_of_bounds_never_verify_and_cost_nothing(byte version, int rounds)
    {
        var stored = version == 1 ? Convert.FromBase64String(Stored(10, Password)) : Convert.FromBase64String(_hasher.HashPassword(_account, Password));
        BinaryPrimitives.WriteInt32BigEndian(stored.AsSpan(1), rounds);

        Assert.Equal(PasswordVerificationResult.Failed, Verify(Text(stored), Password));
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
    public void A_hash_of_version_1_verifies_and_asks_for_a_new_one()
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
        byte[] otherVersion = [3, .. bytes[1..]];
        byte[] newVersion = [2, .. bytes[1..]];

        foreach (var damaged in new[] { "", "not base64!", "AAAA", Text(bytes[..^1]), Text([.. bytes, 0]), Text(otherVersion), Text(newVersion) })
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
