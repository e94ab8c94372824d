using Portal.Core.Messages;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class SweepBlobsTests
{
    [Fact]
    public async Task A_blob_that_no_message_names_goes_after_an_hour()
    {
        await using var installation = await Installation.StartAsync();
        var blobs = installation.Get<BlobFolder>();
        var id = Guid.NewGuid();
        await using (var draft = blobs.Create())
        {
            await draft.CommitAsync(id, CancellationToken.None);
        }

        // The file's time is the machine's; the sweep compares it with the installation's clock.
        File.SetLastWriteTimeUtc(PathOf(installation, id), installation.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(0, await installation.Get<SweepBlobs>().RunAsync(CancellationToken.None));
        installation.Clock.Move(TimeSpan.FromMinutes(61));
        Assert.Equal(1, await installation.Get<SweepBlobs>().RunAsync(CancellationToken.None));
        Assert.Empty(installation.Blobs());
    }

    [Fact]
    public async Task A_blob_that_a_message_names_stays_however_old()
    {
        await using var installation = await Installation.StartAsync();
        var id = await new Post(installation).DeliverAsync(Post.Mail("Kept"), Post.Anna);
        File.SetLastWriteTimeUtc(PathOf(installation, id), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(0, await installation.Get<SweepBlobs>().RunAsync(CancellationToken.None));
        Assert.Contains(id.ToString("N"), installation.Blobs());
    }

    private static string PathOf(Installation installation, Guid id) =>
        Path.Combine(installation.Folder, "blobs", id.ToString("N")[..2], id.ToString("N"));
}
