using System.Buffers.Binary;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Tests.Sealing;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class PasswordSlotTests : IDisposable
{
    private const string Made = "kmrtpxwbcdghjnsz";
    private static readonly Guid MailboxId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    private readonly ServerPepper _pepper = new(TestBytes.Of(ServerPepper.Size));
    private readonly MailboxKey _mailbox = MailboxKey.Create();
    private readonly PasswordSecret _chosen;
    private readonly PasswordSecret _made;

    public PasswordSlotTests()
    {
        // The stretched bytes are random here: what stretching does is told by the vectors.
        _chosen = PasswordSecret.OfStretched(TestBytes.Of(32, 1), PasswordStretch.Create(), _pepper);
        _made = PasswordSecret.OfMade(Made, _pepper);
    }

    public void Dispose()
    {
        _chosen.Dispose();
        _made.Dispose();
        _mailbox.Dispose();
        _pepper.Dispose();
    }

    [Theory]
    [InlineData(true, 163, 1)]
    [InlineData(false, 127, 0)]
    public void A_slot_gives_the_mailbox_key_back_and_has_the_documented_head(bool chosen, int size, byte kdf)
    {
        var secret = chosen ? _chosen : _made;
        var slot = PasswordSlot.Create(_mailbox, secret, MailboxId);
        using var opened = PasswordSlot.Open(slot, secret, MailboxId);

        Assert.Equal(size, slot.Length);
        Assert.Equal<byte>([1, 2, kdf], slot[..3]);
        Assert.Equal(_mailbox.ExportPrivate(), opened.ExportPrivate());
        Assert.Equal(-1, slot.AsSpan().IndexOf(_mailbox.ExportPrivate().AsSpan(0, 8)));
    }

    [Fact]
    public void One_secret_serves_many_mailboxes_whose_slots_have_nothing_in_common()
    {
        var other = Guid.NewGuid();
        var slots = new[] { MailboxId, MailboxId, other }.Select(id => PasswordSlot.Create(_mailbox, _chosen, id)).ToList();

        Assert.Equal(3, slots.Select(slot => Convert.ToHexString(slot[39..71])).Distinct().Count()); // salts
        Assert.Equal(3, slots.Select(slot => Convert.ToHexString(slot[71..103])).Distinct().Count()); // commitments
        Assert.Equal(3, slots.Select(slot => Convert.ToHexString(slot[103..115])).Distinct().Count()); // nonces
        PasswordSlot.Open(slots[2], _chosen, other).Dispose();
        Assert.Equal(SealingFailure.WrongKey, Refusal(slots[2], _chosen));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_flip_of_any_bit_is_refused(bool chosen)
    {
        var secret = chosen ? _chosen : _made;
        var slot = PasswordSlot.Create(_mailbox, secret, MailboxId);
        for (var bit = 0; bit < slot.Length * 8; bit++)
        {
            byte[] changed = [.. slot];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Refusal(changed, secret);
        }
    }

    [Fact]
    public void Every_other_length_version_kind_and_kdf_is_refused_before_the_secret_is_touched()
    {
        var chosen = PasswordSlot.Create(_mailbox, _chosen, MailboxId);
        var made = PasswordSlot.Create(_mailbox, _made, MailboxId);
        _chosen.Dispose();

        for (var length = 0; length < 200; length++)
        {
            if (length is not (PasswordSlot.ChosenSize or PasswordSlot.MadeSize))
            {
                byte[] cut = [.. chosen, .. new byte[40]];
                Assert.Equal(SealingFailure.Malformed, Refusal(cut[..length], _chosen));
            }
        }

        Assert.Equal(SealingFailure.Malformed, Refusal(chosen[..PasswordSlot.MadeSize], _chosen));
        Assert.Equal(SealingFailure.Malformed, Refusal([.. made, .. new byte[36]], _chosen));
        Assert.Throws<ObjectDisposedException>(() => PasswordSlot.Open(chosen, _chosen, MailboxId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(209_999)]
    [InlineData(10_000_001)]
    [InlineData(uint.MaxValue)]
    public void Rounds_out_of_bounds_are_refused_before_anything_is_computed(uint rounds)
    {
        var slot = PasswordSlot.Create(_mailbox, _chosen, MailboxId);
        BinaryPrimitives.WriteUInt32BigEndian(slot.AsSpan(3), rounds);
        _chosen.Dispose();

        Assert.Equal(SealingFailure.Malformed, Refusal(slot, _chosen));
        Assert.Equal(
            SealingFailure.Malformed, Assert.Throws<SealingException>(() => PasswordStretch.Read(slot.AsSpan(3, PasswordStretch.Size))).Failure);
    }

    [Fact]
    public void A_slot_of_another_stretching_is_another_passwords_before_anything_is_computed()
    {
        var slot = PasswordSlot.Create(_mailbox, _chosen, MailboxId);
        using var again = PasswordSecret.OfStretched(TestBytes.Of(32, 1), PasswordStretch.Create(), _pepper);
        again.Dispose();
        _made.Dispose();

        Assert.Equal(SealingFailure.WrongKey, Refusal(slot, again));
        Assert.Equal(SealingFailure.WrongKey, Refusal(slot, _made));
    }

    [Theory]
    [InlineData(209_999)]
    [InlineData(10_000_001)]
    public void Nobody_stretches_less_or_more(int rounds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PasswordStretch.Create(rounds));

    [Fact]
    public void A_disposed_secret_is_zeros()
    {
        var bytes = _made.Bytes;
        Assert.True(bytes.ContainsAnyExcept((byte)0));

        _made.Dispose();

        Assert.False(bytes.ContainsAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => PasswordSlot.Create(_mailbox, _made, MailboxId));
    }

    private static SealingFailure Refusal(byte[] slot, PasswordSecret secret) =>
        Assert.Throws<SealingException>(() => PasswordSlot.Open(slot, secret, MailboxId)).Failure;
}
