using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class MoveMessagesTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;
    private Guid _annas;
    private Guid _sent;
    private Guid _berts;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _annas = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("For Anna"), Post.Anna));
        _sent = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("By Anna"), Post.Anna));
        _berts = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("For Bert"), Post.Bert), Post.Bert);
        await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == _sent)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)));
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Into_the_archive_and_back_goes_what_came_in_and_is_the_readers_own()
    {
        Assert.Equal(1, await MoveAsync(DeliveryFolder.Archive));
        Assert.Equal([DeliveryFolder.Archive, DeliveryFolder.Sent, DeliveryFolder.Inbox], await AllAsync(d => d.Folder));
        Assert.Equal(0, await MoveAsync(DeliveryFolder.Archive));

        Assert.Equal(1, await MoveAsync(DeliveryFolder.Inbox));
        Assert.Equal([DeliveryFolder.Inbox, DeliveryFolder.Sent, DeliveryFolder.Inbox], await AllAsync(d => d.Folder));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => MoveAsync(DeliveryFolder.Sent));
    }

    [Fact]
    public async Task As_unread_is_marked_what_came_in_and_is_the_readers_own_and_it_is_never_opened_by_that()
    {
        Assert.Equal(1, await MarkAsync(unread: false));
        Assert.Equal([false, true, true], await AllAsync(d => d.Unread));
        Assert.Equal(0, await MarkAsync(unread: false));
        Assert.Equal(1, await MarkAsync(unread: true));
        Assert.Equal([true, true, true], await AllAsync(d => d.Unread));
        Assert.All(await AllAsync(d => d.ReadAt), Assert.Null);
    }

    private async Task<int> MoveAsync(DeliveryFolder to) =>
        await _installation.Get<MoveMessages>().MoveAsync([await _post.UnlockAsync(Post.Anna)], [_annas, _sent, _berts], to, default);

    private async Task<int> MarkAsync(bool unread) =>
        await _installation.Get<MarkUnread>().MarkAsync([await _post.UnlockAsync(Post.Anna)], [_annas, _sent, _berts], unread, default);

    private Task<List<T>> AllAsync<T>(System.Linq.Expressions.Expression<Func<Delivery, T>> what) =>
        _installation.QueryAsync(db => db.Deliveries.OrderBy(d => d.Position).Select(what).ToListAsync());
}
