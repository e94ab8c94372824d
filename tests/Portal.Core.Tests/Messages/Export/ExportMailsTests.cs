using System.Text;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Export;
using Portal.Core.Messages.Locks;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Export;

/// <summary>What a download of all mails lacks is named by its reason, before and in it.</summary>
public sealed class ExportMailsTests : IAsyncLifetime
{
    private const string Guard = "X-Portal-Second-Factor: yes\r\n";

    private Installation _installation = null!;
    private Post _post = null!;
    private UnlockedMailbox _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        await _post.DeliverAsync(Post.Mail("Plain"), Post.Anna);
        _anna = await _post.UnlockAsync(Post.Anna);
    }

    public async Task DisposeAsync()
    {
        _anna.Key.Dispose();
        await _installation.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_needs_the_second_factor_is_no_damaged_one_and_is_there_with_it()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Guard + Post.Mail("Guarded"), Post.Anna));

        var (without, mbox) = await ExportAsync(_anna);
        Assert.Equal((1, 0, id), (without.Written, without.Damaged.Count, Assert.Single(without.NeedSecondFactor)));
        Assert.DoesNotContain("Guarded", mbox, StringComparison.Ordinal);
        Assert.Equal(1, await LeftOutAsync(_anna));

        var (with, whole) = await ExportAsync(_anna with { SecondFactor = true });
        Assert.Equal((2, 0, 0), (with.Written, with.Damaged.Count, with.NeedSecondFactor.Count));
        Assert.Contains("Guarded", whole, StringComparison.Ordinal);
        Assert.Equal(0, await LeftOutAsync(_anna with { SecondFactor = true }));
    }

    [Fact]
    public async Task A_damaged_message_is_named_as_such()
    {
        var message = await _post.DeliverAsync(Post.Mail("Damaged"), Post.Anna);
        File.Delete(_post.BlobPath(message));

        var (exported, _) = await ExportAsync(_anna);

        Assert.Equal((1, await _post.DeliveryAsync(message), 0), (exported.Written, Assert.Single(exported.Damaged), exported.NeedSecondFactor.Count));
    }

    [Fact]
    public async Task What_is_locked_or_another_reads_is_not_counted()
    {
        var message = await _post.DeliverAsync(Guard + Post.Mail("Locked"), Post.Anna, Post.Bert);
        Assert.Equal(1, await LeftOutAsync(_anna));
        await _installation.Get<LockDelivery>().LockAsync(message, await _post.DeliveryAsync(message, Post.Anna), DeliveryLock.Sender, CancellationToken.None);
        Assert.Equal(0, await LeftOutAsync(_anna));
    }

    private async Task<(ExportedMails Exported, string Mbox)> ExportAsync(UnlockedMailbox mailbox)
    {
        var mbox = new MemoryStream();
        var exported = await _installation.Get<ExportMails>().WriteAsync(mailbox, mbox, CancellationToken.None);
        return (exported, Encoding.UTF8.GetString(mbox.ToArray()));
    }

    private async Task<int> LeftOutAsync(UnlockedMailbox mailbox) =>
        (await _installation.Get<FindLeftOut>().OfAsync(Guid.NewGuid(), [mailbox], CancellationToken.None)).NeedSecondFactor;
}
