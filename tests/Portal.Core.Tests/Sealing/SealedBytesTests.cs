using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class SealedBytesTests : IDisposable
{
    private static readonly SealingContext Context = new(SealedKind.Summary, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

    private readonly MessageKey _key = MessageKey.Create();

    public void Dispose() => _key.Dispose();

    [Theory]
    [MemberData(nameof(SealingStreamTests.Sizes), MemberType = typeof(SealingStreamTests))]
    public void What_is_sealed_comes_back_through_bytes_and_streams(int size)
    {
        var plaintext = TestBytes.Of(size);

        var sealedBytes = SealedBytes.Seal(plaintext, _key, Context);
        using var opening = new OpeningStream(new MemoryStream(sealedBytes), _key, Context);
        using var streamed = new MemoryStream();
        opening.CopyTo(streamed);

        Assert.Equal(SealedLayout.SealedLength(size), sealedBytes.Length);
        Assert.Equal(plaintext, SealedBytes.Open(sealedBytes, _key, Context));
        Assert.Equal(plaintext, streamed.ToArray());
    }

    [Fact]
    public void A_flip_of_any_bit_and_a_cut_at_any_place_is_refused()
    {
        var sealedBytes = SealedBytes.Seal("a subject and a sender"u8, _key, Context);
        for (var bit = 0; bit < sealedBytes.Length * 8; bit++)
        {
            byte[] changed = [.. sealedBytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealingException>(() => SealedBytes.Open(changed, _key, Context));
        }

        for (var length = 0; length < sealedBytes.Length; length++)
        {
            Assert.Throws<SealingException>(() => SealedBytes.Open(sealedBytes.AsSpan(0, length), _key, Context));
        }
    }

    [Fact]
    public void Every_cause_has_the_same_text()
    {
        var texts = Enum.GetValues<SealingFailure>().Select(failure => new SealingException(failure).ToString()).Distinct();

        Assert.Single(texts);
    }

    [Fact]
    public void The_context_is_spelled_as_documented()
    {
        byte[] expected = [.. "portal/1/summary"u8, 0, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];

        Assert.Equal(expected, Context.ToInfo());
    }

    [Fact]
    public void A_message_key_is_32_bytes_and_gone_when_disposed()
    {
        Assert.Throws<SealingException>(() => MessageKey.FromBytes(new byte[31]));
        Assert.Throws<SealingException>(() => MessageKey.FromBytes(new byte[33]));

        var key = MessageKey.Create();
        var bytes = key.Bytes;
        Assert.True(bytes.ContainsAnyExcept((byte)0));
        key.Dispose();

        Assert.False(bytes.ContainsAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => key.Bytes.Length);
    }
}
