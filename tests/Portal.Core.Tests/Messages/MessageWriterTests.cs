using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class MessageWriterTests : IAsyncLifetime
{
    // What is never answered fails the test instead of holding it up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Those_that_wait_are_written_in_one_transaction()
    {
        var contexts = new WatchedContexts(_installation);
        await using var writer = new MessageWriter(contexts, _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var first = writer.WriteAsync(await PrepareAsync(), CancellationToken.None);
        await contexts.Asked;
        var waiting = WriteAll(writer, await PrepareAsync(64));
        Assert.False(first.IsCompleted);

        contexts.Open();

        Assert.True(await first);
        Assert.All(await AllAsync(waiting), Assert.True);
        Assert.Equal(2, contexts.Commits);
        Assert.Equal(65, await CountAsync());
    }

    [Fact]
    public async Task One_that_the_database_refuses_takes_no_neighbour_along()
    {
        var contexts = new WatchedContexts(_installation);
        await using var writer = new MessageWriter(contexts, _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var first = await PrepareAsync();
        var writing = writer.WriteAsync(first, CancellationToken.None);
        await contexts.Asked;
        var good = await PrepareAsync(4);
        var bad = At(await PrepareAsync(), first.Deliveries[0].Delivery.Position);
        var batch = WriteAll(writer, [good[0], good[1], bad, good[2], good[3]]);

        contexts.Open();

        Assert.True(await writing);
        await Assert.ThrowsAsync<DbUpdateException>(() => batch[2].WaitAsync(Patience));
        Assert.All(await AllAsync(batch.Where(task => task != batch[2])), Assert.True);
        var stored = await _installation.QueryAsync(db => db.Messages.Select(m => m.Id).ToListAsync());
        Assert.Equal(good.Append(first).Select(m => m.Message.Id).Order(), stored.Order());
        Assert.Equal(5, await _installation.QueryAsync(db => db.Notices.CountAsync()));
    }

    [Fact]
    public async Task After_a_refusal_the_writer_goes_on()
    {
        await using var writer = new MessageWriter(new WatchedContexts(_installation).Open(), _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var first = await PrepareAsync();
        Assert.True(await writer.WriteAsync(first, CancellationToken.None));
        var bad = At(await PrepareAsync(), first.Deliveries[0].Delivery.Position);

        await Assert.ThrowsAsync<DbUpdateException>(() => writer.WriteAsync(bad, CancellationToken.None));

        Assert.True(await writer.WriteAsync(await PrepareAsync(), CancellationToken.None));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task The_same_content_in_one_batch_is_written_once()
    {
        var contexts = new WatchedContexts(_installation);
        await using var writer = new MessageWriter(contexts, _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var first = writer.WriteAsync(await PrepareAsync(), CancellationToken.None);
        await contexts.Asked;
        using var one = await Post.WithoutBlobAsync(Post.Mail("The same"));
        using var two = await Post.WithoutBlobAsync(Post.Mail("The same"));
        var incoming = await _post.IncomingAsync(one, Post.Anna);
        var prepare = _installation.Get<PrepareDelivery>();
        var batch = WriteAll(writer, [prepare.Prepare(incoming), prepare.Prepare(incoming with { Message = two })]);

        contexts.Open();

        Assert.True(await first);
        bool[] expected = [true, false];
        Assert.Equal(expected, await AllAsync(batch));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_first_batch_for_a_new_mailbox_brings_one_initial_password()
    {
        await using var writer = new MessageWriter(new WatchedContexts(_installation).Open(), _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var messages = await PrepareAsync(10);
        Assert.All(messages, m => Assert.NotNull(m.Deliveries[0].Invitation));

        await AllAsync(WriteAll(writer, messages));

        Assert.Equal(1, await _installation.QueryAsync(db => db.InitialPasswords.CountAsync()));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.InitialPassword)));
        Assert.Equal(10, await _installation.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.Notice)));
    }

    [Fact]
    public async Task Disposing_waits_for_what_was_accepted_and_takes_nothing_more()
    {
        var contexts = new WatchedContexts(_installation);
        var writer = new MessageWriter(contexts, _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var accepted = WriteAll(writer, await PrepareAsync(20));
        await contexts.Asked;

        var disposing = writer.DisposeAsync().AsTask();

        Assert.False(disposing.IsCompleted);
        var late = await PrepareAsync();
        await Assert.ThrowsAsync<ChannelClosedException>(() => writer.WriteAsync(late, CancellationToken.None));
        contexts.Open();
        await disposing;
        Assert.All(accepted, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Equal(20, await CountAsync());
    }

    private Task<int> CountAsync() => _installation.QueryAsync(db => db.Deliveries.CountAsync());

    private async Task<PreparedMessage> PrepareAsync() => (await PrepareAsync(1))[0];

    private async Task<List<PreparedMessage>> PrepareAsync(int count)
    {
        var prepared = new List<PreparedMessage>();
        var anna = await _post.MailboxAsync(Post.Anna);
        for (var n = 0; n < count; n++)
        {
            using var message = await Post.WithoutBlobAsync(Post.Mail($"Number {n}"));
            _installation.Clock.Move(TimeSpan.FromSeconds(1)); // so that each has a position of its own
            prepared.Add(_installation.Get<PrepareDelivery>().Prepare(Post.Incoming(message, [anna])));
        }

        return prepared;
    }

    // The channel takes them before this returns: none of them waits for room.
    private static List<Task<bool>> WriteAll(MessageWriter writer, IEnumerable<PreparedMessage> messages) =>
        [.. messages.Select(m => writer.WriteAsync(m, CancellationToken.None))];

    private static Task<bool[]> AllAsync(IEnumerable<Task<bool>> writes) => Task.WhenAll(writes).WaitAsync(Patience);

    private static PreparedMessage At(PreparedMessage message, long position)
    {
        var (prepared, delivery) = (message.Deliveries[0], message.Deliveries[0].Delivery);
        var moved = new Delivery
        {
            Id = delivery.Id,
            MailboxId = delivery.MailboxId,
            MessageId = delivery.MessageId,
            ContentDigest = delivery.ContentDigest,
            SealedKey = delivery.SealedKey,
            Position = position,
            ReceivedAt = delivery.ReceivedAt,
        };
        return message with { Deliveries = [prepared with { Delivery = moved }] };
    }
}
