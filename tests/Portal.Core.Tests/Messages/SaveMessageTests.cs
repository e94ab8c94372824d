using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Certificates;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class SaveMessageTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Saved_it_is_there_for_every_recipient_and_nowhere_in_clear()
    {
        var id = await _post.DeliverAsync(Post.Mail("canary-subject", "canary-body"), Post.Anna, Post.Bert);

        Assert.Equal([id.ToString("N")], _installation.Blobs());
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.MessageId == id)));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Notices.CountAsync()));
        Assert.Equal(4, await _installation.QueryAsync(db => db.Outbox.CountAsync()));
        foreach (var secret in new[] { "canary", "Sam Sender", "sam@sender.example" })
        {
            Assert.Empty(_installation.FilesWith(secret));
        }
    }

    [Fact]
    public async Task A_save_that_fails_leaves_neither_blob_nor_row()
    {
        using var message = await _post.SealAsync(Post.Mail("Lost"));
        using var key = MailboxKey.Create();
        var stranger = new MailboxAddress
        {
            Id = Guid.NewGuid(),
            Address = "gone@recipient.example",
            PublicKey = key.PublicKey,
            Registered = false,
            InitialPasswordUntil = null,
        };
        var anna = await _post.MailboxAsync(Post.Anna);

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(Post.Incoming(message, [anna, stranger])));

        Assert.Empty(_installation.Blobs());
        Assert.Equal(0, await _installation.QueryAsync(async db =>
            await db.Messages.CountAsync() + await db.Deliveries.CountAsync() + await db.Notices.CountAsync()
            + await db.Outbox.CountAsync() + await db.InitialPasswords.CountAsync()));
    }

    [Fact]
    public async Task The_same_content_again_changes_nothing_and_withdraws_its_blob()
    {
        using var first = await _post.SealAsync(Post.Mail("Once"));
        using var again = await _post.SealAsync(Post.Mail("Once"));
        var incoming = await _post.IncomingAsync(first, Post.Anna);
        await SaveAsync(incoming);

        await SaveAsync(incoming with { Message = again });

        Assert.Equal([first.Id.ToString("N")], _installation.Blobs());
        Assert.Equal(first.Id, await _installation.QueryAsync(db => db.Messages.Select(m => m.Id).SingleAsync()));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Notices.CountAsync()));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Outbox.CountAsync()));
    }

    [Fact]
    public async Task The_same_content_at_once_many_times_is_one_message()
    {
        var messages = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _post.SealAsync(Post.Mail("Once"))));
        var incoming = await _post.IncomingAsync(messages[0], Post.Anna);

        await Task.WhenAll(messages.Select(m => Task.Run(() => SaveAsync(incoming with { Message = m }))));

        var stored = await _installation.QueryAsync(db => db.Messages.Select(m => m.Id).SingleAsync());
        Assert.Equal([stored.ToString("N")], _installation.Blobs());
        Array.ForEach(messages, m => m.Dispose());
    }

    [Fact]
    public async Task The_same_content_for_one_more_recipient_is_delivered_to_that_one()
    {
        using var first = await _post.SealAsync(Post.Mail("Once"));
        using var again = await _post.SealAsync(Post.Mail("Once"));
        var incoming = await _post.IncomingAsync(first, Post.Anna);
        await SaveAsync(incoming);
        _installation.Clock.Move(TimeSpan.FromSeconds(1));

        await SaveAsync((await _post.IncomingAsync(again, Post.Anna, Post.Bert)) with { ContentDigest = incoming.ContentDigest });

        Assert.Equal(2, _installation.Blobs().Count);
        Assert.NotEqual(Guid.Empty, await _post.DeliveryAsync(first.Id));
        Assert.NotEqual(Guid.Empty, await _post.DeliveryAsync(again.Id, Post.Bert));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Fact]
    public async Task Cancelled_before_the_writer_takes_it_nothing_is_kept()
    {
        using var message = await _post.SealAsync(Post.Mail("Too late"));
        var incoming = await _post.IncomingAsync(message, Post.Anna);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _installation.Get<SaveMessage>().SaveAsync(incoming, new CancellationToken(canceled: true)));

        Assert.Empty(_installation.Blobs());
        Assert.Equal(0, await _installation.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task Cancelled_after_the_writer_took_it_it_is_saved()
    {
        var contexts = new WatchedContexts(_installation);
        await using var writer = new MessageWriter(contexts, _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        using var message = await _post.SealAsync(Post.Mail("In time"));
        using var patience = new CancellationTokenSource();
        var saving = With(writer).SaveAsync(await _post.IncomingAsync(message, Post.Anna), patience.Token);
        await contexts.Asked;

        await patience.CancelAsync();
        contexts.Open();
        await saving;

        Assert.Equal([message.Id.ToString("N")], _installation.Blobs());
        Assert.Equal(1, await _installation.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task After_the_writer_has_ended_nothing_is_kept()
    {
        var writer = new MessageWriter(new WatchedContexts(_installation).Open(), _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        await writer.DisposeAsync();
        using var message = await _post.SealAsync(Post.Mail("Too late"));
        var incoming = await _post.IncomingAsync(message, Post.Anna);

        await Assert.ThrowsAsync<ChannelClosedException>(() => With(writer).SaveAsync(incoming, CancellationToken.None));

        Assert.Empty(_installation.Blobs());
    }

    [Fact]
    public async Task A_commit_that_fails_and_yet_has_happened_loses_no_blob()
    {
        await using var writer = new MessageWriter(new WatchedContexts(_installation, new ForgottenCommit(1)).Open(), _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        using var message = await _post.SealAsync(Post.Mail("Kept"));
        var incoming = await _post.IncomingAsync(message, Post.Anna);

        await Assert.ThrowsAnyAsync<Exception>(() => With(writer).SaveAsync(incoming, CancellationToken.None));

        Assert.Equal(1, await _installation.QueryAsync(db => db.Messages.CountAsync()));
        Assert.Equal([message.Id.ToString("N")], _installation.Blobs());
    }

    [Fact]
    public async Task Nor_does_a_batch_whose_commit_fails_and_yet_has_happened()
    {
        var contexts = new WatchedContexts(_installation, new ForgottenCommit(2));
        await using var writer = new MessageWriter(contexts, _installation.Get<Portal.Core.Outbox.Sms.QueueSms>(), _installation.Get<Portal.Core.Evidence.AppendEvidence>(), _installation.Clock);
        var save = With(writer);
        var saving = new List<Task>();
        var ids = new List<Guid>();
        for (var count = 0; count < 5; count++)
        {
            using var message = await _post.SealAsync(Post.Mail($"Kept {count}"));
            saving.Add(save.SaveAsync(await _post.IncomingAsync(message, Post.Anna), CancellationToken.None));
            ids.Add(message.Id);
            _installation.Clock.Move(TimeSpan.FromSeconds(1));
            if (count == 0)
            {
                await contexts.Asked;
            }
        }

        contexts.Open();

        // The first goes alone; the four that waited meanwhile share the commit that fails. Their gateway hears of a failure and
        // sends them again; what had happened all the same keeps its bytes, so the second copy is known.
        await saving[0].WaitAsync(TimeSpan.FromMinutes(1));
        foreach (var failed in saving.Skip(1))
        {
            await Assert.ThrowsAsync<MessageWriter.InDoubtException>(() => failed.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        Assert.Equal(5, await _installation.QueryAsync(db => db.Messages.CountAsync()));
        Assert.Equal(ids.Select(i => i.ToString("N")).Order(StringComparer.Ordinal), _installation.Blobs().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_mail_after_the_initial_password_has_ended_brings_a_new_one()
    {
        var first = await Invitation.SendAsync(_installation, Post.Anna);
        var second = await Invitation.SendAsync(_installation, Post.Anna);
        Assert.Equal(first.InitialPassword, second.InitialPassword);
        Assert.Single(await Invitation.PasswordsAsync(_installation));
        _installation.Clock.Move(TimeSpan.FromDays(31));

        var third = await Invitation.SendAsync(_installation, Post.Anna);

        Assert.NotEqual(first.InitialPassword, third.InitialPassword);
        var stored = await _installation.QueryAsync(db => db.InitialPasswords.SingleAsync());
        var passwords = _installation.Get<Core.Accounts.InitialPasswords>();
        Assert.False(passwords.Matches(first.InitialPassword, stored.MailboxId, stored.Hash));
        Assert.True(passwords.Matches(third.InitialPassword, stored.MailboxId, stored.Hash));
        Assert.Equal(10, stored.TriesLeft);
        Assert.True(stored.ExpiresAt > _installation.Clock.GetUtcNow() + TimeSpan.FromDays(29));
    }

    private Task SaveAsync(IncomingDelivery incoming) => _installation.Get<SaveMessage>().SaveAsync(incoming, CancellationToken.None);

    private SaveMessage With(MessageWriter writer) => new(
        _installation.Get<PrepareDelivery>(), _installation.Get<SendToCertificates>(), writer, _installation.Get<IDbContextFactory<PortalContext>>(), _installation.Get<BlobFolder>());
}
