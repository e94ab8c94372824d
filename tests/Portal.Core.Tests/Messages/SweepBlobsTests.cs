using Portal.Core.Messages;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class SweepBlobsTests
{
    [Fact]
    public async Task A_blob_that_no_message_names_lies_aside_after_an_hour_and_goes_after_a_month()
    {
        await using var installation = await Installation.StartAsync();
        var id = await OrphanAsync(installation);
        Assert.Equal((0, 0), await SweepAsync(installation));
        installation.Clock.Move(TimeSpan.FromMinutes(61));
        Assert.Equal((1, 0), await SweepAsync(installation));
        Assert.Throws<FileNotFoundException>(() => installation.Get<BlobFolder>().OpenRead(id));
        Assert.Equal([id.ToString("N")], installation.Blobs());
        installation.Clock.Move(TimeSpan.FromDays(29));
        Assert.Equal((0, 0), await SweepAsync(installation));
        installation.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal((0, 1), await SweepAsync(installation));
        Assert.Empty(installation.Blobs());
    }

    [Fact]
    public async Task A_blob_that_a_message_names_stays_however_old()
    {
        await using var installation = await Installation.StartAsync();
        var id = await new Post(installation).DeliverAsync(Post.Mail("Kept"), Post.Anna);
        File.SetLastWriteTimeUtc(PathOf(installation, id), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal((0, 0), await SweepAsync(installation));
        Assert.Contains(id.ToString("N"), installation.Blobs());
    }

    [Fact]
    public async Task What_lies_aside_comes_back_when_a_message_names_it_again()
    {
        await using var installation = await Installation.StartAsync();
        var id = await new Post(installation).DeliverAsync(Post.Mail("Back again"), Post.Anna);
        installation.Get<BlobFolder>().SetAside(id, installation.Clock.GetUtcNow());
        Assert.Throws<FileNotFoundException>(() => installation.Get<BlobFolder>().OpenRead(id));

        Assert.Equal((0, 0), await SweepAsync(installation));

        await using var blob = installation.Get<BlobFolder>().OpenRead(id);
        Assert.True(blob.Length > 0);
    }

    private static Task<(int Orphans, int Deleted)> SweepAsync(Installation installation) =>
        installation.Get<SweepBlobs>().RunAsync(CancellationToken.None);

    private static async Task<Guid> OrphanAsync(Installation installation)
    {
        var id = Guid.NewGuid();
        await using (var draft = installation.Get<BlobFolder>().Create())
        {
            await draft.CommitAsync(id, CancellationToken.None);
        }

        // The file's time is the machine's; the sweep compares it with the installation's clock.
        File.SetLastWriteTimeUtc(PathOf(installation, id), installation.Clock.GetUtcNow().UtcDateTime);
        return id;
    }

    private static string PathOf(Installation installation, Guid id) =>
        Path.Combine(installation.Folder, "blobs", id.ToString("N")[..2], id.ToString("N"));
}
