using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Storage;

public sealed class BlobFolderTests : IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();
    private readonly BlobFolder _blobs;

    public BlobFolderTests() => _blobs = new BlobFolder(new DataFolder(_folder.File("data")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folders_and_files_belong_to_the_owner_alone()
    {
        await using var draft = await DraftAsync([1, 2, 3]);
        var during = Files().Single();
        Assert.Equal(FileMode, File.GetUnixFileMode(during));

        await draft.CommitAsync(Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(FileMode, File.GetUnixFileMode(Files().Single()));
        var folders = Directory.GetDirectories(_folder.File("data"), "*", SearchOption.AllDirectories);
        Assert.Equal(259, folders.Length); // blobs, incoming, aside, 256 shards
        Assert.All(folders.Append(_folder.File("data")), folder => Assert.Equal(FolderMode, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public async Task A_blob_has_its_name_only_after_the_commit()
    {
        var id = Guid.NewGuid();
        var path = PathOf(id);
        await using (var draft = await DraftAsync([1, 2, 3]))
        {
            Assert.False(File.Exists(path));
            Assert.Throws<FileNotFoundException>(() => _blobs.OpenRead(id));

            await draft.CommitAsync(id, CancellationToken.None);

            Assert.True(File.Exists(path));
        }

        Assert.Equal([path], Files());
        await using var blob = _blobs.OpenRead(id);
        Assert.Equal([1, 2, 3], await ReadAsync(blob));
    }

    [Fact]
    public async Task A_draft_that_is_not_committed_leaves_nothing()
    {
        await using (await DraftAsync(new byte[100_000]))
        {
            Assert.Single(Files());
        }

        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_it_began_leaves_nothing()
    {
        await using (var draft = await DraftAsync([1]))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => draft.CommitAsync(Guid.NewGuid(), new CancellationToken(canceled: true)));
        }

        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_second_blob_never_takes_the_place_of_the_first()
    {
        var id = Guid.NewGuid();
        await using (var first = await DraftAsync([1, 1, 1]))
        {
            await first.CommitAsync(id, CancellationToken.None);
        }

        await using (var second = await DraftAsync([2, 2, 2]))
        {
            await Assert.ThrowsAsync<IOException>(() => second.CommitAsync(id, CancellationToken.None));
        }

        Assert.Equal([PathOf(id)], Files());
        await using var blob = _blobs.OpenRead(id);
        Assert.Equal([1, 1, 1], await ReadAsync(blob));
    }

    [Fact]
    public async Task A_draft_can_be_read_back_before_the_commit()
    {
        await using var draft = await DraftAsync([4, 5, 6]);

        draft.Stream.Position = 0;

        Assert.Equal([4, 5, 6], await ReadAsync(draft.Stream));
    }

    [Fact]
    public async Task The_sweep_takes_old_drafts_alone()
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.NewGuid();
        await using var committed = await DraftAsync([1]);
        await committed.CommitAsync(id, CancellationToken.None);
        await using var old = await DraftAsync([2]);
        var oldPath = Files().Single(f => f != PathOf(id));
        await using var young = await DraftAsync([3]);
        var youngPath = Files().Single(f => f != PathOf(id) && f != oldPath);
        File.SetLastWriteTimeUtc(oldPath, now.UtcDateTime.AddHours(-7));
        File.SetLastWriteTimeUtc(PathOf(id), now.UtcDateTime.AddHours(-7));

        Assert.Equal(1, _blobs.SweepDrafts(now.AddHours(-6)));

        Assert.Equal(new[] { PathOf(id), youngPath }.Order(StringComparer.Ordinal), Files().Order(StringComparer.Ordinal));
        Assert.Equal(0, _blobs.SweepDrafts(now.AddHours(-6)));
    }

    [Fact]
    public async Task Deleting_takes_that_blob_and_one_that_is_not_there_counts_as_deleted()
    {
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in new[] { one, two })
        {
            await using var draft = await DraftAsync([1]);
            await draft.CommitAsync(id, CancellationToken.None);
        }

        _blobs.Delete(one);
        _blobs.Delete(one);
        _blobs.Delete(Guid.NewGuid());

        Assert.Equal([PathOf(two)], Files());
    }

    [Fact]
    public async Task A_blob_that_is_being_read_can_be_deleted()
    {
        var id = Guid.NewGuid();
        await using var draft = await DraftAsync([1, 2, 3]);
        await draft.CommitAsync(id, CancellationToken.None);
        await using var reading = _blobs.OpenRead(id);

        _blobs.Delete(id);

        Assert.Equal([1, 2, 3], await ReadAsync(reading));
        Assert.Empty(Files());
    }

    private async Task<BlobDraft> DraftAsync(byte[] content)
    {
        var draft = _blobs.Create();
        await draft.Stream.WriteAsync(content);
        return draft;
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private string PathOf(Guid id) => _folder.File("data", "blobs", id.ToString("N")[..2], id.ToString("N"));

    private string[] Files() => Directory.GetFiles(_folder.File("data"), "*", SearchOption.AllDirectories);
}
