using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Tests.Vectors;
using Xunit;

namespace Portal.Core.Tests.Sealing;

/// <summary>sealed-vectors.txt: sealed message keys, vault slots and vault boxes.</summary>
public sealed class KeyVectorTests
{
    public static TheoryData<string> Deliveries => [.. VectorFile.Names("delivery")];

    public static TheoryData<string> Rewraps => [.. VectorFile.Names("rewrapped")];

    public static TheoryData<string> Slots => [.. VectorFile.Names("slot")];

    public static TheoryData<string> Boxes => [.. VectorFile.Names("box")];

    [Theory]
    [MemberData(nameof(Deliveries))]
    public void A_delivery_copy_opens_or_fails_as_the_vector_says(string name) => Check(name, "key", (vector, changed) =>
    {
        using var mailbox = MailboxKey.FromPrivate(vector.OpeningBytes("mailbox-private"));
        using var ingest = P256KeyPair.FromPrivate(vector.OpeningBytes("ingest-private"));
        using var key = SealedMessageKey.Open(
            changed, mailbox.KeyPair, ingest.PublicKey, vector.OpeningId("mailbox"), vector.OpeningId("message"));
        return key.Bytes.ToArray();
    });

    [Theory]
    [MemberData(nameof(Rewraps))]
    public void A_readers_copy_opens_or_fails_as_the_vector_says(string name) => Check(name, "key", (vector, changed) =>
    {
        using var mailbox = MailboxKey.FromPrivate(vector.OpeningBytes("mailbox-private"));
        using var key = SealedMessageKey.OpenRewrapped(
            changed, mailbox.SymmetricKey, vector.OpeningId("mailbox"), vector.OpeningId("message"));
        return key.Bytes.ToArray();
    });

    [Theory]
    [MemberData(nameof(Slots))]
    public void A_slot_opens_or_fails_as_the_vector_says(string name) => Check(name, "mailbox-private", (vector, changed) =>
    {
        using var vault = new VaultKey(P256KeyPair.FromPrivate(vector.OpeningBytes("vault-private")));
        using var mailbox = VaultSlot.Open(changed, vault, vector.OpeningId("mailbox"));
        return mailbox.ExportPrivate();
    });

    [Theory]
    [MemberData(nameof(Boxes))]
    public void A_box_opens_or_fails_as_the_vector_says(string name) => Check(name, "plaintext-hex", (vector, changed) =>
    {
        using var vault = new VaultKey(P256KeyPair.FromPrivate(vector.OpeningBytes("vault-private")));
        return VaultBox.Open(vault, vector.Opening("purpose"), vector.OpeningId("id"), changed);
    });

    private static void Check(string name, string expected, Func<Vector, byte[], byte[]> open)
    {
        var vector = VectorFile.Find(name);
        var changed = vector.Changed(vector.Bytes("sealed"));
        if (vector.Failure is { } failure)
        {
            Assert.Equal(failure, Assert.Throws<SealingException>(() => open(vector, changed)).Failure);
            return;
        }

        Assert.Equal(vector[expected], Convert.ToHexStringLower(open(vector, changed)));
    }
}
