using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Tests.Sealing;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class RecoveryAndPasskeySlotTests : IDisposable
{
    private static readonly Guid MailboxId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    private readonly MailboxKey _mailbox = MailboxKey.Create();
    private readonly RecoveryCode _code = RecoveryCode.Create();
    private readonly byte[] _output = TestBytes.Of(PasskeySlot.OutputSize);

    public void Dispose()
    {
        _mailbox.Dispose();
        _code.Dispose();
    }

    [Fact]
    public void Each_gives_the_mailbox_key_back()
    {
        var recovery = RecoverySlot.Create(_mailbox, _code, MailboxId);
        var passkey = PasskeySlot.Create(_mailbox, _output, MailboxId);
        using var one = RecoverySlot.Open(recovery, _code, MailboxId);
        using var two = PasskeySlot.Open(passkey, _output, MailboxId);

        Assert.Equal((126, 126), (recovery.Length, passkey.Length));
        Assert.Equal<byte>([1, 3, 1, 4], [.. recovery[..2], .. passkey[..2]]);
        Assert.Equal(_mailbox.ExportPrivate(), one.ExportPrivate());
        Assert.Equal(_mailbox.ExportPrivate(), two.ExportPrivate());
    }

    [Fact]
    public void A_flip_of_any_bit_is_refused()
    {
        var recovery = RecoverySlot.Create(_mailbox, _code, MailboxId);
        var passkey = PasskeySlot.Create(_mailbox, _output, MailboxId);
        for (var bit = 0; bit < recovery.Length * 8; bit++)
        {
            recovery[bit / 8] ^= (byte)(1 << (bit % 8));
            passkey[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealingException>(() => RecoverySlot.Open(recovery, _code, MailboxId));
            Assert.Throws<SealingException>(() => PasskeySlot.Open(passkey, _output, MailboxId));
            recovery[bit / 8] ^= (byte)(1 << (bit % 8));
            passkey[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        RecoverySlot.Open(recovery, _code, MailboxId).Dispose();
        PasskeySlot.Open(passkey, _output, MailboxId).Dispose();
    }

    [Fact]
    public void One_kind_is_not_taken_for_the_other()
    {
        var recovery = RecoverySlot.Create(_mailbox, _code, MailboxId);
        var passkey = PasskeySlot.Create(_mailbox, _output, MailboxId);

        Assert.Throws<SealingException>(() => RecoverySlot.Open(passkey, _code, MailboxId));
        Assert.Throws<SealingException>(() => PasskeySlot.Open(recovery, _output, MailboxId));
    }

    [Fact]
    public void Another_length_is_refused_before_the_code_is_touched()
    {
        var slot = RecoverySlot.Create(_mailbox, _code, MailboxId);
        _code.Dispose();

        Assert.Equal(SealingFailure.Malformed, Assert.Throws<SealingException>(() => RecoverySlot.Open(slot.AsSpan(1), _code, MailboxId)).Failure);
        Assert.Throws<ObjectDisposedException>(() => RecoverySlot.Open(slot, _code, MailboxId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(64)]
    public void An_output_of_another_length_is_an_error(int length)
    {
        var slot = PasskeySlot.Create(_mailbox, _output, MailboxId);

        Assert.Throws<ArgumentOutOfRangeException>(() => PasskeySlot.Create(_mailbox, new byte[length], MailboxId));
        Assert.Throws<ArgumentOutOfRangeException>(() => PasskeySlot.Open(slot, new byte[length], MailboxId));
    }
}
