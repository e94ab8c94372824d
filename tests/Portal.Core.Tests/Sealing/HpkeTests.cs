using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class HpkeTests : IDisposable
{
    private readonly P256KeyPair _recipient = P256KeyPair.Create();
    private readonly P256KeyPair _sender = P256KeyPair.Create();
    private readonly P256KeyPair _stranger = P256KeyPair.Create();

    public void Dispose()
    {
        _recipient.Dispose();
        _sender.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public void What_is_sealed_opens_in_its_mode_alone(int size)
    {
        var plaintext = TestBytes.Of(size);
        var open = Hpke.SealBase(_recipient.PublicKey, "info"u8, "aad"u8, plaintext);
        var authentic = Hpke.SealAuth(_sender, _recipient.PublicKey, "info"u8, "aad"u8, plaintext);

        Assert.Equal(size + Hpke.Overhead, open.Length);
        Assert.Equal(plaintext, Hpke.OpenBase(_recipient, "info"u8, "aad"u8, open));
        Assert.Equal(plaintext, Hpke.OpenAuth(_recipient, _sender.PublicKey, "info"u8, "aad"u8, authentic));
        Refused(() => Hpke.OpenBase(_recipient, "info"u8, "aad"u8, authentic));
        Refused(() => Hpke.OpenAuth(_recipient, _sender.PublicKey, "info"u8, "aad"u8, open));
    }

    [Fact]
    public void Another_recipient_sender_info_or_aad_is_refused()
    {
        var authentic = Hpke.SealAuth(_sender, _recipient.PublicKey, "info"u8, "aad"u8, [1, 2, 3]);

        Refused(() => Hpke.OpenAuth(_stranger, _sender.PublicKey, "info"u8, "aad"u8, authentic));
        Refused(() => Hpke.OpenAuth(_recipient, _stranger.PublicKey, "info"u8, "aad"u8, authentic));
        Refused(() => Hpke.OpenAuth(_recipient, _sender.PublicKey, "other"u8, "aad"u8, authentic));
        Refused(() => Hpke.OpenAuth(_recipient, _sender.PublicKey, "info"u8, "other"u8, authentic));
        Refused(() => Hpke.OpenAuth(_recipient, _sender.PublicKey, "info"u8, "aad"u8, authentic.AsSpan(0, Hpke.Overhead - 1)));
    }

    [Fact]
    public void Keys_that_change_partners_are_not_confused()
    {
        foreach (var sender in new[] { _sender, _stranger, _sender, _stranger })
        {
            var authentic = Hpke.SealAuth(sender, _recipient.PublicKey, [], [], [7]);
            Assert.Equal([7], Hpke.OpenAuth(_recipient, sender.PublicKey, [], [], authentic));
        }
    }

    [Fact]
    public async Task Many_threads_share_keys()
    {
        using var fresh = P256KeyPair.FromPrivate(_recipient.ExportPrivate());
        var work = Enumerable.Range(0, 64).Select(i => Task.Run(() =>
        {
            byte[] plaintext = [(byte)i];
            var sealedBytes = Hpke.SealAuth(_sender, fresh.PublicKey, [], [], plaintext);
            return plaintext.AsSpan().SequenceEqual(Hpke.OpenAuth(fresh, _sender.PublicKey, [], [], sealedBytes));
        }));

        Assert.All(await Task.WhenAll(work), Assert.True);
    }

    private static void Refused(Action open) => Assert.Throws<SealingException>(open);
}
