using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class SealingStreamTests : IDisposable
{
    private static readonly SealingContext Context = new(SealedKind.Message, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

    private readonly MessageKey _key = MessageKey.Create();

    public static TheoryData<int> Sizes =>
    [
        0, 1, 15, 16, 17, 65_479, 65_480, 65_481, 65_519, 65_520, 65_521, 65_536, 130_999, 131_000, 131_001, 196_520, 500_000,
    ];

    public void Dispose() => _key.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_is_written_at_once_comes_back(int size)
    {
        var plaintext = TestBytes.Of(size);
        using var destination = new MemoryStream();
        await using (var sealing = new SealingStream(destination, _key, Context, leaveOpen: true))
        {
            await sealing.WriteAsync(plaintext);
            await sealing.CompleteAsync(default);
            Assert.Equal(size, sealing.PlaintextLength);
        }

        Assert.Equal(SealedLayout.SealedLength(size), destination.Length);
        Assert.Equal(plaintext, SealedBytes.Open(destination.ToArray(), _key, Context));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(70_000)]
    [InlineData(140_000)]
    public async Task What_is_written_in_pieces_of_any_size_comes_back(int atMost)
    {
        var plaintext = TestBytes.Of(400_000, seed: 1);
        using var destination = new MemoryStream();
        await using (var sealing = new SealingStream(destination, _key, Context, leaveOpen: true))
        {
            var at = 0;
            foreach (var size in TestBytes.Numbers(atMost, seed: atMost).TakeWhile(_ => at < plaintext.Length))
            {
                var piece = plaintext.AsMemory(at, Math.Min(size, plaintext.Length - at));
                if (size % 2 == 0)
                {
                    sealing.Write(piece.Span);
                }
                else
                {
                    await sealing.WriteAsync(piece);
                }

                at += piece.Length;
            }

            await sealing.CompleteAsync(default);
        }

        Assert.Equal(plaintext, SealedBytes.Open(destination.ToArray(), _key, Context));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(65_480)]
    [InlineData(200_000)]
    public void Without_completion_no_reader_accepts_the_stream(int size)
    {
        using var destination = new MemoryStream();
        using (var sealing = new SealingStream(destination, _key, Context, leaveOpen: true))
        {
            sealing.Write(TestBytes.Of(size));
        }

        var refusal = Assert.Throws<SealingException>(() => SealedBytes.Open(destination.ToArray(), _key, Context));
        Assert.Equal(SealingFailure.Truncated, refusal.Failure);
    }

    [Fact]
    public async Task After_completion_nothing_more_is_written()
    {
        await using var sealing = new SealingStream(new MemoryStream(), _key, Context);
        await sealing.CompleteAsync(default);

        Assert.False(sealing.CanWrite);
        Assert.Throws<InvalidOperationException>(() => sealing.Write([1]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sealing.CompleteAsync(default));
    }

    [Fact]
    public async Task After_a_failed_write_nothing_more_goes_out()
    {
        using var destination = new FailingStream(failAt: 2);
        await using var sealing = new SealingStream(destination, _key, Context, leaveOpen: true);
        sealing.Write(TestBytes.Of(70_000));

        Assert.Throws<IOException>(() => sealing.Write(TestBytes.Of(70_000)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sealing.CompleteAsync(default));
        Assert.Equal(2, destination.Writes);
    }

    [Fact]
    public void Two_streams_under_one_key_share_no_header()
    {
        var first = SealedBytes.Seal([1, 2, 3], _key, Context);
        var second = SealedBytes.Seal([1, 2, 3], _key, Context);

        Assert.NotEqual(first[1..40], second[1..40]);
        Assert.NotEqual(first[40..], second[40..]);
    }

    [Fact]
    public void A_hundred_thousand_streams_under_one_key_share_no_salt_and_nonce_prefix()
    {
        var headers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 100_000; i++)
        {
            Assert.True(headers.Add(Convert.ToBase64String(SealedBytes.Seal([], _key, Context).AsSpan(1, 39))));
        }
    }

    [Fact]
    public async Task The_key_may_go_once_the_stream_has_begun()
    {
        var copy = MessageKey.FromBytes(_key.Bytes);
        using var destination = new MemoryStream();
        await using var sealing = new SealingStream(destination, copy, Context);
        copy.Dispose();

        await sealing.WriteAsync(new byte[10]);
        await sealing.CompleteAsync(default);

        Assert.Equal(new byte[10], SealedBytes.Open(destination.ToArray(), _key, Context));
    }

    [Fact]
    public void A_disposed_stream_takes_nothing()
    {
        var destination = new MemoryStream();
        var sealing = new SealingStream(destination, _key, Context);
        sealing.Dispose();
        sealing.Dispose();

        Assert.Throws<ObjectDisposedException>(() => sealing.Write([1]));
        Assert.False(destination.CanWrite);
    }

    private sealed class FailingStream(int failAt) : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (++Writes == failAt)
            {
                throw new IOException("The disk is full.");
            }
        }
    }
}
