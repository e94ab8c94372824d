using System.Text;
using Portal.Core.Messages;
using Portal.Core.Sealing;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

/// <summary>Who can write to the blobs, but has no key, changes or moves something in them (threat E3).</summary>
public sealed class BlobTamperTests : IAsyncLifetime
{
    private const int Segment = SealedLayout.SegmentSize;

    private readonly string _mail = Post.Mail("Long", string.Concat(Enumerable.Range(0, 12_000).Select(n => $"Line {n} of many.\r\n")));
    private Installation _installation = null!;
    private Post _post = null!;
    private Guid _message;
    private string _path = null!;
    private byte[] _blob = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _message = await _post.DeliverAsync(_mail, Post.Anna);
        _path = _post.BlobPath(_message);
        _blob = await File.ReadAllBytesAsync(_path);
        Assert.InRange(_blob.Length, 3 * Segment + 1, 4 * Segment);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Untouched_it_opens() => Assert.Equal((_mail, false), await ReadAsync(_blob));

    [Fact]
    public async Task A_changed_bit_anywhere_is_refused_and_its_segment_stays_closed()
    {
        int[] places =
        [
            0, 1, 32, 33, 39, 40, 41, 1000, Segment - 17, Segment - 16, Segment - 1,
            Segment, Segment + 1, Segment + 30_000, 2 * Segment - 1, 2 * Segment, 2 * Segment + 7, 3 * Segment, 3 * Segment + 1,
            _blob.Length - 17, _blob.Length - 16, _blob.Length - 1,
        ];
        foreach (var place in places)
        {
            var changed = (byte[])_blob.Clone();
            changed[place] ^= 0x10;

            AssertRefused(await ReadAsync(changed), wholeSegments: place / Segment);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(40, 0)]
    [InlineData(55, 0)]
    [InlineData(56, 0)]
    [InlineData(Segment - 1, 0)]
    [InlineData(Segment, 0)]
    [InlineData(Segment + 16, 1)]
    [InlineData(2 * Segment, 1)]
    [InlineData(2 * Segment + 17, 2)]
    [InlineData(3 * Segment, 2)]
    public async Task Cut_short_it_is_refused(int length, int wholeSegments) => AssertRefused(await ReadAsync(_blob[..length]), wholeSegments);

    [Fact]
    public async Task Cut_around_each_border_of_its_segments_it_is_refused()
    {
        for (var border = Segment; border < _blob.Length; border += Segment)
        {
            foreach (var length in new[] { border - 16, border - 1, border, border + 1, border + 16, border + 17 })
            {
                AssertRefused(await ReadAsync(_blob[..length]), wholeSegments: (length - 1) / Segment);
            }
        }
    }

    [Fact]
    public async Task Lengthened_it_is_refused() => AssertRefused(await ReadAsync([.. _blob, 0]), wholeSegments: 3);

    [Fact]
    public async Task Swapped_segments_are_refused() => AssertRefused(
        await ReadAsync([.. _blob[..Segment], .. _blob[(2 * Segment)..(3 * Segment)], .. _blob[Segment..(2 * Segment)], .. _blob[(3 * Segment)..]]),
        wholeSegments: 1);

    [Fact]
    public async Task A_segment_left_out_is_refused() =>
        AssertRefused(await ReadAsync([.. _blob[..Segment], .. _blob[(2 * Segment)..]]), wholeSegments: 1);

    [Fact]
    public async Task Another_messages_blob_in_its_place_is_refused()
    {
        var other = await _post.DeliverAsync(_mail, Post.Anna);

        AssertRefused(await ReadAsync(await File.ReadAllBytesAsync(_post.BlobPath(other))), wholeSegments: 0);
    }

    [Fact]
    public async Task The_outline_in_the_blobs_place_is_refused()
    {
        var outline = await _installation.QueryAsync(db => Task.FromResult(db.Messages.Single(m => m.Id == _message).Outline));

        AssertRefused(await ReadAsync(outline), wholeSegments: 0);
    }

    [Fact]
    public async Task A_missing_blob_is_told_as_missing()
    {
        File.Delete(_path);
        using var opened = await OpenAsync();

        Assert.Equal("Long", opened.Outline.Header("Subject"));
        Assert.Throws<FileNotFoundException>(() => opened.OpenStored());
    }

    [Fact]
    public async Task A_jump_behind_the_end_of_what_was_cut_is_refused()
    {
        await File.WriteAllBytesAsync(_path, _blob[..(2 * Segment)]);
        using var opened = await OpenAsync();
        await using var stream = opened.OpenStored();

        stream.Position = stream.Length - 1;

        await Assert.ThrowsAsync<SealingException>(async () => await stream.ReadExactlyAsync(new byte[1]));
    }

    // What was released up to the refusal is what was written, and nothing of the segment that is refused or of a later one.
    private void AssertRefused((string Text, bool Refused) read, int wholeSegments)
    {
        Assert.True(read.Refused);
        Assert.StartsWith(read.Text, _mail, StringComparison.Ordinal);
        Assert.InRange(read.Text.Length, 0, (int)SealedLayout.PlaintextStart(wholeSegments));
    }

    private async Task<OpenedMessage> OpenAsync() => (await _installation.Get<OpenMessage>().OpenAsync(
        [await _post.UnlockAsync(Post.Anna)], await _post.DeliveryAsync(_message), CancellationToken.None))!;

    private async Task<(string Text, bool Refused)> ReadAsync(byte[] blob)
    {
        await File.WriteAllBytesAsync(_path, blob);
        using var opened = await OpenAsync();
        var text = new StringBuilder();
        var buffer = new byte[1000];
        try
        {
            await using var stream = opened.OpenStored();
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            return (text.ToString(), false);
        }
        catch (SealingException)
        {
            return (text.ToString(), true);
        }
    }
}
