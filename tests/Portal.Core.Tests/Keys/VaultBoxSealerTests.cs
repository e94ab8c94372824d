using System.Text;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class VaultBoxSealerTests : IDisposable
{
    private const int EncAt = 9;
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("to be read by the web side only");

    private readonly VaultKey _vault = new(P256KeyPair.Create());
    private readonly Clock _clock = new();

    public void Dispose() => _vault.Dispose();

    [Fact]
    public void Boxes_that_share_an_encapsulation_open_like_any_other()
    {
        var sealer = new VaultBoxSealer(_vault.Public, _clock);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var boxes = new[] { sealer.Seal("outbox", first, Text), sealer.Seal("outbox", second, Text) };
        Assert.Equal(Enc(boxes[0]), Enc(boxes[1]));
        Assert.NotEqual(boxes[0][(EncAt + 65)..], boxes[1][(EncAt + 65)..]);
        Assert.Equal(Text, VaultBox.Open(_vault, "outbox", first, boxes[0]));
        Assert.Equal(Text, VaultBox.Open(_vault, "outbox", second, boxes[1]));
    }

    [Fact]
    public void After_a_minute_there_is_a_new_encapsulation()
    {
        var sealer = new VaultBoxSealer(_vault.Public, _clock);
        var before = sealer.Seal("outbox", Guid.NewGuid(), Text);
        _clock.Passed = TimeSpan.FromSeconds(61);
        Assert.NotEqual(Enc(before), Enc(sealer.Seal("outbox", Guid.NewGuid(), Text)));
    }

    [Fact]
    public void The_opener_opens_boxes_of_different_encapsulations_in_any_order()
    {
        var opener = new VaultBoxOpener(_vault);
        var ids = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToList();
        var sealers = new[] { new VaultBoxSealer(_vault.Public, _clock), new VaultBoxSealer(_vault.Public, _clock) };
        var boxes = ids.Select((id, i) => sealers[i / 2 % 2].Seal("outbox", id, Text)).ToList();
        Assert.All(ids.Zip(boxes), pair => Assert.Equal(Text, opener.Open("outbox", pair.First, pair.Second)));
    }

    [Fact]
    public void A_remembered_encapsulation_does_not_soften_a_refusal()
    {
        var opener = new VaultBoxOpener(_vault);
        var sealer = new VaultBoxSealer(_vault.Public, _clock);
        var id = Guid.NewGuid();
        var box = sealer.Seal("outbox", id, Text);
        opener.Open("outbox", id, box);
        Assert.Equal(SealingFailure.Forged, Assert.Throws<SealingException>(() => opener.Open("outbox", Guid.NewGuid(), box)).Failure);
        Assert.Equal(SealingFailure.Forged, Assert.Throws<SealingException>(() => opener.Open("profile", id, box)).Failure);
        box[^1] ^= 1;
        Assert.Equal(SealingFailure.Forged, Assert.Throws<SealingException>(() => opener.Open("outbox", id, box)).Failure);
        Assert.Equal(SealingFailure.Malformed, Assert.Throws<SealingException>(() => opener.Open("outbox", id, box.AsSpan(0, 20))).Failure);
    }

    private static byte[] Enc(byte[] box) => box[EncAt..(EncAt + 65)];

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long GetTimestamp() => (long)(Passed.TotalSeconds * TimestampFrequency);
    }
}
