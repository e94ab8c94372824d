using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Tests.Vectors;
using Xunit;

namespace Portal.Core.Tests.Keys;

/// <summary>sealed-vectors.txt: slots that a password, a recovery code or a passkey opens.</summary>
public sealed class SecretSlotVectorTests
{
    private static readonly ConcurrentDictionary<string, Lazy<StretchedPassword>> Stretched = new();

    public static TheoryData<string> Passwords => [.. VectorFile.Names("password-slot")];

    public static TheoryData<string> Recoveries => [.. VectorFile.Names("recovery-slot")];

    public static TheoryData<string> Passkeys => [.. VectorFile.Names("passkey-slot")];

    [Theory]
    [MemberData(nameof(Passwords))]
    public void A_password_slot_opens_or_fails_as_the_vector_says(string name) => Check(name, (vector, changed) =>
    {
        using var secret = Secret(vector);
        return PasswordSlot.Open(changed, secret, vector.OpeningId("mailbox"));
    });

    [Theory]
    [MemberData(nameof(Recoveries))]
    public void A_recovery_slot_opens_or_fails_as_the_vector_says(string name) => Check(name, (vector, changed) =>
    {
        using var code = new RecoveryCode(vector.OpeningBytes("code"));
        return RecoverySlot.Open(changed, code, vector.OpeningId("mailbox"));
    });

    [Theory]
    [MemberData(nameof(Passkeys))]
    public void A_passkey_slot_opens_or_fails_as_the_vector_says(string name) => Check(name, (vector, changed) =>
        PasskeySlot.Open(changed, vector.OpeningBytes("output"), vector.OpeningId("mailbox")));

    // Threat E4: without the commitment these would open.
    [Theory]
    [InlineData("a password slot crafted for two passwords, with the second", "slot/password")]
    [InlineData("a recovery slot crafted for two codes, with the second", "slot/recovery")]
    public void A_slot_that_aes_gcm_opens_under_two_keys_is_refused_by_its_commitment(string name, string context)
    {
        var vector = VectorFile.Find(name);
        var slot = vector.Bytes("sealed");
        var secret = vector.Has("code") ? vector.OpeningBytes("code") : Secret(vector).Bytes.ToArray();
        var info = InfoBytes.Of(Encoding.ASCII.GetBytes(context), vector.Id("mailbox"));
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, slot[^124..^92], info);
        var scalar = new byte[32];
        using var aes = new AesGcm(key, 16);

        byte[] bound = [.. slot[..^60], .. vector.Id("mailbox").ToByteArray(bigEndian: true)];
        aes.Decrypt(slot[^60..^48], slot[^48..^16], slot[^16..], scalar, bound);

        Assert.True(P256KeyPair.IsPrivate(scalar));
        Assert.NotEqual(vector["mailbox-private"], Convert.ToHexStringLower(scalar));
        Assert.Equal(SealingFailure.WrongKey, Assert.Throws<SealingException>(() => Open(vector)).Failure);
    }

    private static MailboxKey Open(Vector vector)
    {
        if (vector.Has("code"))
        {
            using var code = new RecoveryCode(vector.OpeningBytes("code"));
            return RecoverySlot.Open(vector.Bytes("sealed"), code, vector.Id("mailbox"));
        }

        using var secret = Secret(vector);
        return PasswordSlot.Open(vector.Bytes("sealed"), secret, vector.Id("mailbox"));
    }

    private static PasswordSecret Secret(Vector vector)
    {
        using var pepper = new ServerPepper(vector.OpeningBytes("pepper"));
        var password = vector.Opening("password");
        if (vector.Opening("kdf") == "made")
        {
            return PasswordSecret.OfMade(password, pepper);
        }

        var (rounds, salt) = (int.Parse(vector.Opening("rounds"), CultureInfo.InvariantCulture), vector.OpeningBytes("stretch-salt"));
        byte[] stretch = [(byte)(rounds >> 24), (byte)(rounds >> 16), (byte)(rounds >> 8), (byte)rounds, .. salt];
        return Stretched.GetOrAdd(
            password + Convert.ToHexString(stretch), _ => new(() => new StretchedPassword(password, PasswordStretch.Read(stretch)))).Value.SlotSecret(pepper);
    }

    private static void Check(string name, Func<Vector, byte[], MailboxKey> open)
    {
        var vector = VectorFile.Find(name);
        var changed = vector.Changed(vector.Bytes("sealed"));
        if (vector.Failure is { } failure)
        {
            Assert.Equal(failure, Assert.Throws<SealingException>(() => open(vector, changed)).Failure);
            return;
        }

        using var mailbox = open(vector, changed);
        Assert.Equal(vector["mailbox-private"], Convert.ToHexStringLower(mailbox.ExportPrivate()));
    }
}
