using Portal.Core.Keys;
using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class VaultTests : IDisposable
{
    private static readonly Guid MailboxId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    private readonly VaultKey _vault = new(P256KeyPair.Create());
    private readonly MailboxKey _mailbox = MailboxKey.Create();

    public void Dispose()
    {
        _vault.Dispose();
        _mailbox.Dispose();
    }

    [Fact]
    public void A_slot_gives_the_mailbox_key_back()
    {
        var slot = VaultSlot.Create(_mailbox, _vault.Public, MailboxId);
        using var opened = VaultSlot.Open(slot, _vault, MailboxId);

        Assert.Equal(VaultSlot.Size, slot.Length);
        Assert.Equal<byte>([1, 1, .. _vault.Public.KeyIdBytes], slot[..10]);
        Assert.Equal(_mailbox.ExportPrivate(), opened.ExportPrivate());
    }

    [Fact]
    public void A_flip_of_any_bit_of_a_slot_is_refused()
    {
        var slot = VaultSlot.Create(_mailbox, _vault.Public, MailboxId);
        for (var bit = 0; bit < slot.Length * 8; bit++)
        {
            byte[] changed = [.. slot];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealingException>(() => VaultSlot.Open(changed, _vault, MailboxId));
        }
    }

    [Fact]
    public void A_slot_of_another_length_is_refused_before_anything_is_computed()
    {
        using var closed = new VaultKey(P256KeyPair.Create());
        closed.Dispose();
        var slot = VaultSlot.Create(_mailbox, closed.Public, MailboxId);

        var refusal = Assert.Throws<SealingException>(() => VaultSlot.Open(slot.AsSpan(1), closed, MailboxId));

        Assert.Equal(SealingFailure.Malformed, refusal.Failure);
        Assert.Throws<ObjectDisposedException>(() => VaultSlot.Open(slot, closed, MailboxId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void A_box_gives_its_content_back(int size)
    {
        var content = new byte[size];
        var box = VaultBox.Seal(_vault.Public, "outbox", MailboxId, content);

        Assert.Equal(size + VaultBox.Overhead, box.Length);
        Assert.Equal(content, VaultBox.Open(_vault, "outbox", MailboxId, box));
    }

    [Fact]
    public void A_box_for_another_purpose_or_id_is_refused()
    {
        var box = VaultBox.Seal(_vault.Public, "outbox", MailboxId, [1]);

        Assert.Throws<SealingException>(() => VaultBox.Open(_vault, "profile", MailboxId, box));
        Assert.Throws<SealingException>(() => VaultBox.Open(_vault, "outbox", Guid.Empty, box));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Outbox")]
    [InlineData("slot/vault")]
    [InlineData("out\0box")]
    [InlineData("delivery")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_purpose_that_could_be_taken_for_another_context_is_an_error(string purpose) =>
        Assert.Throws<ArgumentException>(() => VaultBox.Seal(_vault.Public, purpose, MailboxId, [1]));

    [Fact]
    public void A_vault_key_is_named_by_its_fingerprint()
    {
        var again = new VaultPublicKey(P256PublicKey.FromBytes(_vault.KeyPair.PublicKey.Bytes));
        using var other = new VaultKey(P256KeyPair.Create());

        Assert.Equal(_vault.Public.KeyId, again.KeyId);
        Assert.NotEqual(_vault.Public.KeyId, other.Public.KeyId);
        Assert.Equal(16, again.KeyId.Length);
    }
}
