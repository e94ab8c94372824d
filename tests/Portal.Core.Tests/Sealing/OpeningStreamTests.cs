using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class OpeningStreamTests : IDisposable
{
    private const byte Untouched = 0xEE;

    private static readonly SealingContext Context = new(SealedKind.File, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
    private static readonly byte[] Plaintext = TestBytes.Of(400_000, seed: 2);

    private readonly MessageKey _key = MessageKey.Create();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Ranges_equal_the_source()
    {
        using var opening = Open(SealedBytes.Seal(Plaintext, _key, Context));
        var numbers = TestBytes.Numbers(Plaintext.Length).GetEnumerator();
        for (var round = 0; round < 300; round++)
        {
            numbers.MoveNext();
            var start = numbers.Current;
            numbers.MoveNext();
            var length = Math.Min(numbers.Current % (round % 3 == 0 ? 200_000 : 900), Plaintext.Length - start);
            var range = new byte[length];
            opening.Position = start;
            opening.ReadExactly(range);

            Assert.True(range.AsSpan().SequenceEqual(Plaintext.AsSpan(start, length)), $"{start}+{length}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reads_of_any_size_give_the_source(bool seekable)
    {
        var sealedBytes = SealedBytes.Seal(Plaintext, _key, Context);
        await using var opening = new OpeningStream(
            seekable ? new MemoryStream(sealedBytes) : new TrickleStream(sealedBytes, 7_001), _key, Context);
        using var all = new MemoryStream();
        var buffer = new byte[150_000];
        foreach (var size in TestBytes.Numbers(buffer.Length, seed: 3))
        {
            var want = buffer.AsMemory(0, size + 1);
            var got = size % 2 == 0 ? opening.Read(want.Span) : await opening.ReadAsync(want);
            if (got == 0)
            {
                break;
            }

            all.Write(buffer, 0, got);
        }

        Assert.Equal(Plaintext, all.ToArray());
        Assert.Equal(0, opening.Read(buffer));
    }

    [Fact]
    public void Length_and_position_follow_from_the_source()
    {
        byte[] around = [1, 2, 3, .. SealedBytes.Seal(Plaintext, _key, Context)];
        using var source = new MemoryStream(around) { Position = 3 };
        using var opening = new OpeningStream(source, _key, Context);

        Assert.Equal(Plaintext.Length, opening.Length);
        Assert.Equal(Plaintext.Length - 1, opening.Seek(-1, SeekOrigin.End));
        Assert.Equal(Plaintext[^1], opening.ReadByte());
        Assert.Equal(-1, opening.ReadByte());
        Assert.Equal(Plaintext.Length, opening.Position);
        Assert.Throws<ArgumentOutOfRangeException>(() => opening.Position = -1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 70_000)]
    [InlineData(1, 70_000)]
    public void At_the_end_nothing_is_said_before_the_last_segment_has_verified(int beyond, int size)
    {
        var sealedBytes = SealedBytes.Seal(Plaintext.AsSpan(0, size), _key, Context);
        using (var opening = Open(sealedBytes))
        {
            opening.Position = size + beyond;
            Assert.Equal(0, opening.Read(new byte[10]));
        }

        sealedBytes[^1] ^= 1;
        using var changed = Open(sealedBytes);
        changed.Position = size + beyond;
        Assert.Throws<SealingException>(() => changed.Read(new byte[10]));
    }

    [Fact]
    public void A_range_that_ends_at_a_cut_is_refused()
    {
        using var opening = Open(SealedBytes.Seal(Plaintext, _key, Context)[..(2 * SealedLayout.SegmentSize)]);
        opening.Position = opening.Length - 10;

        Assert.Equal(SealingFailure.Truncated, Assert.Throws<SealingException>(() => opening.Read(new byte[10])).Failure);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(65_520)]
    [InlineData(100_000)]
    public void Nothing_of_a_bad_segment_is_released(int bufferSize)
    {
        var sealedBytes = SealedBytes.Seal(Plaintext, _key, Context);
        sealedBytes[(2 * SealedLayout.SegmentSize) - 1] ^= 1;
        using var opening = Open(sealedBytes);
        var released = new List<byte>();
        var buffer = new byte[bufferSize];

        void ReadOn()
        {
            while (true)
            {
                Array.Fill(buffer, Untouched);
                released.AddRange(buffer.AsSpan(0, opening.Read(buffer)));
            }
        }

        Assert.Throws<SealingException>((Action)ReadOn);

        Assert.Equal(Plaintext.AsSpan(0, 65_480), [.. released]);
        Assert.True(buffer.All(b => b is Untouched) || !buffer.AsSpan(0, Math.Min(bufferSize, 65_520)).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void After_a_refusal_everything_is_refused()
    {
        var sealedBytes = SealedBytes.Seal(Plaintext, _key, Context);
        sealedBytes[^1] ^= 1;
        using var opening = Open(sealedBytes);
        opening.Position = Plaintext.Length - 1;
        Assert.Throws<SealingException>(() => opening.ReadByte());

        opening.Position = 0;

        Assert.Throws<SealingException>(() => opening.ReadByte());
    }

    [Fact]
    public async Task An_interrupted_read_can_be_repeated_when_the_source_can_go_back()
    {
        var source = new InterruptedStream(SealedBytes.Seal(Plaintext, _key, Context)) { Interrupt = 3 };
        await using var opening = new OpeningStream(source, _key, Context);
        using var all = new MemoryStream();

        await Assert.ThrowsAsync<IOException>(() => opening.CopyToAsync(all));
        await opening.CopyToAsync(all);

        Assert.Equal(Plaintext, all.ToArray());
    }

    [Fact]
    public void A_pipe_has_no_length_and_no_position_to_go_to()
    {
        using var opening = new OpeningStream(new TrickleStream(SealedBytes.Seal([1], _key, Context), 10), _key, Context);

        Assert.False(opening.CanSeek);
        Assert.Throws<NotSupportedException>(() => opening.Length);
        Assert.Throws<NotSupportedException>(() => opening.Position = 1);
    }

    [Fact]
    public void The_key_may_go_and_the_source_is_left_open_when_asked()
    {
        using var source = new MemoryStream(SealedBytes.Seal([5], _key, Context));
        var copy = MessageKey.FromBytes(_key.Bytes);
        using (var opening = new OpeningStream(source, copy, Context, leaveOpen: true))
        {
            copy.Dispose();
            Assert.Equal(5, opening.ReadByte());
        }

        Assert.True(source.CanRead);
    }

    private OpeningStream Open(byte[] sealedBytes) => new(new MemoryStream(sealedBytes), _key, Context);

    private sealed class InterruptedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int Interrupt { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var piece = base.ReadAsync(buffer[..Math.Min(buffer.Length, 40_000)], cancellationToken);
            return --Interrupt == 0 ? throw new IOException("The line went down.") : piece;
        }
    }
}
