using Portal.Core.Keys;
using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class SealedMessageKeyTests : IDisposable
{
    private static readonly Guid MailboxId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Guid MessageId = Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100");

    private readonly MessageKey _key = MessageKey.Create();
    private readonly MailboxKey _mailbox = MailboxKey.Create();
    private readonly P256KeyPair _ingest = P256KeyPair.Create();

    public void Dispose()
    {
        _key.Dispose();
        _mailbox.Dispose();
        _ingest.Dispose();
    }

    [Fact]
    public void Both_copies_give_the_key_and_differ_in_length()
    {
        var delivery = SealedMessageKey.Seal(_key, _ingest, _mailbox.PublicKey, MailboxId, MessageId);
        using var opened = SealedMessageKey.Open(delivery, _mailbox.KeyPair, _ingest.PublicKey, MailboxId, MessageId);
        var cheap = SealedMessageKey.Rewrap(opened, _mailbox.SymmetricKey, MailboxId, MessageId);
        using var again = SealedMessageKey.OpenRewrapped(cheap, _mailbox.SymmetricKey, MailboxId, MessageId);

        Assert.Equal(113, delivery.Length);
        Assert.Equal(60, cheap.Length);
        Assert.Equal(_key.Bytes, opened.Bytes);
        Assert.Equal(_key.Bytes, again.Bytes);
    }

    [Fact]
    public void A_flip_in_any_byte_of_either_copy_is_refused()
    {
        var delivery = SealedMessageKey.Seal(_key, _ingest, _mailbox.PublicKey, MailboxId, MessageId);
        var cheap = SealedMessageKey.Rewrap(_key, _mailbox.SymmetricKey, MailboxId, MessageId);

        EachFlip(delivery, b => SealedMessageKey.Open(b, _mailbox.KeyPair, _ingest.PublicKey, MailboxId, MessageId));
        EachFlip(cheap, b => SealedMessageKey.OpenRewrapped(b, _mailbox.SymmetricKey, MailboxId, MessageId));
    }

    [Fact]
    public void Two_reader_copies_never_share_a_nonce()
    {
        var nonces = Enumerable.Range(0, 1_000)
            .Select(_ => Convert.ToHexString(SealedMessageKey.Rewrap(_key, _mailbox.SymmetricKey, MailboxId, MessageId), 0, 12));

        Assert.Equal(1_000, nonces.Distinct().Count());
    }

    private static void EachFlip(byte[] bytes, Action<byte[]> open)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 0x10;
            Assert.Throws<SealingException>(() => open(changed));
        }
    }
}
