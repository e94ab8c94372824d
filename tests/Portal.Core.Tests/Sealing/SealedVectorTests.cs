using System.Security.Cryptography;
using Portal.Core.Sealing;
using Portal.Core.Tests.Vectors;
using Xunit;

namespace Portal.Core.Tests.Sealing;

/// <summary>sealed-vectors.txt, written by another implementation, through every way a stream can be opened.</summary>
public sealed class SealedVectorTests
{
    public static TheoryData<string> Streams => [.. VectorFile.Names("stream")];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Sealing_gives_the_bytes_of_the_vector(string name)
    {
        var vector = VectorFile.Find(name);
        var original = Seal(vector);

        Assert.Equal(vector["sealed-sha256"], Convert.ToHexStringLower(SHA256.HashData(original)));
        if (vector.Has("sealed"))
        {
            Assert.Equal(vector["sealed"], Convert.ToHexStringLower(original));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Bytes_open_or_fail_as_the_vector_says(string name) =>
        Check(VectorFile.Find(name), (bytes, key, context) => SealedBytes.Open(bytes, key, context));

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_seekable_stream_opens_or_fails_as_the_vector_says(string name) =>
        Check(VectorFile.Find(name), (bytes, key, context) => ReadAll(new MemoryStream(bytes), key, context, 100_000));

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_seekable_stream_read_in_small_pieces_opens_or_fails_as_the_vector_says(string name) =>
        Check(VectorFile.Find(name), (bytes, key, context) => ReadAll(new MemoryStream(bytes), key, context, 1_000));

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_pipe_opens_or_fails_as_the_vector_says(string name) =>
        Check(VectorFile.Find(name), (bytes, key, context) => ReadAll(new TrickleStream(bytes, 4_093), key, context, 70_000));

    private static void Check(Vector vector, Func<byte[], MessageKey, SealingContext, byte[]> open)
    {
        var changed = vector.Changed(Seal(vector));
        using var key = MessageKey.FromBytes(vector.OpeningBytes("key"));
        var context = new SealingContext(Enum.Parse<SealedKind>(vector.Opening("kind"), ignoreCase: true), vector.OpeningId("object"));

        if (vector.Failure is { } failure)
        {
            Assert.Equal(failure, Assert.Throws<SealingException>(() => open(changed, key, context)).Failure);
            return;
        }

        Assert.Equal(vector["plaintext-sha256"], Convert.ToHexStringLower(SHA256.HashData(open(changed, key, context))));
    }

    // Segment by segment, since some vectors have the last flag where it must not be.
    private static byte[] Seal(Vector vector)
    {
        var context = new SealingContext(Enum.Parse<SealedKind>(vector["kind"], ignoreCase: true), vector.Id("object"));
        using var cipher = SegmentCipher.Derive(vector.Bytes("header"), vector.Bytes("key"), context);
        var last = vector["last"] == "none" ? [] : vector["last"].Split(',').Select(long.Parse).ToHashSet();
        var plaintext = Enumerable.Range(0, int.Parse(vector["plaintext"], null)).Select(i => (byte)(i % 251)).ToArray().AsSpan();
        var result = vector.Bytes("header").ToList();
        var segment = new byte[SealedLayout.SegmentSize];
        for (long index = 0; index == 0 || plaintext.Length > 0; index++)
        {
            var size = Math.Min(plaintext.Length, SealedLayout.PlaintextCapacity(index));
            result.AddRange(segment.AsSpan(0, cipher.Seal(index, last.Contains(index), plaintext[..size], segment)));
            plaintext = plaintext[size..];
        }

        return [.. result];
    }

    private static byte[] ReadAll(Stream source, MessageKey key, SealingContext context, int bufferSize)
    {
        using var opening = new OpeningStream(source, key, context);
        using var all = new MemoryStream();
        opening.CopyTo(all, bufferSize);
        return all.ToArray();
    }
}
