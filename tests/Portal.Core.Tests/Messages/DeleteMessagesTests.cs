using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class DeleteMessagesTests : IAsyncLifetime
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
    public async Task Message_key_notice_and_bytes_are_gone()
    {
        var message = await _post.DeliverAsync(Post.Mail("Secret"), Post.Anna);
        var delivery = await _post.DeliveryAsync(message);
        (await _installation.Get<OpenMessage>().OpenAsync([await _post.UnlockAsync(Post.Anna)], delivery, default))!.Dispose();
        var key = await _installation.QueryAsync(db => db.Deliveries.Select(d => d.SealedKey).SingleAsync());

        Assert.Equal(1, await DeleteAsync(Post.Anna, delivery));

        Assert.Equal((0, 0, 0), await _installation.QueryAsync(async db =>
            (await db.Deliveries.CountAsync(), await db.Messages.CountAsync(), await db.Notices.CountAsync())));
        Assert.False(File.Exists(_post.BlobPath(message)));
        await _installation.QueryAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        var database = await File.ReadAllBytesAsync(Path.Combine(_installation.Folder, "portal.db"));
        Assert.Equal(-1, database.AsSpan().IndexOf(key));
    }

    [Fact]
    public async Task Who_else_got_it_keeps_it_until_the_last_one_deletes_it()
    {
        var message = await _post.DeliverAsync(Post.Mail("For both"), Post.Anna, Post.Bert);

        Assert.Equal(1, await DeleteAsync(Post.Anna, await _post.DeliveryAsync(message)));

        Assert.True(File.Exists(_post.BlobPath(message)));
        var berts = await _post.DeliveryAsync(message, Post.Bert);
        (await _installation.Get<OpenMessage>().OpenAsync([await _post.UnlockAsync(Post.Bert)], berts, default))!.Dispose();
        Assert.Equal(1, await DeleteAsync(Post.Bert, berts));
        Assert.False(File.Exists(_post.BlobPath(message)));
        Assert.Equal(0, await _installation.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task Anothers_message_stays()
    {
        var message = await _post.DeliverAsync(Post.Mail("For Anna"), Post.Anna);
        await _post.MailboxAsync(Post.Bert);

        Assert.Equal(0, await DeleteAsync(Post.Bert, await _post.DeliveryAsync(message), message, Guid.NewGuid()));

        Assert.True(File.Exists(_post.BlobPath(message)));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Notices.CountAsync()));
    }

    [Fact]
    public async Task The_same_mail_handed_in_again_does_not_come_back()
    {
        var first = await _post.DeliverAsync(Post.Mail("Once"), Post.Anna);
        await DeleteAsync(Post.Anna, await _post.DeliveryAsync(first));
        using var again = await _post.SealAsync(Post.Mail("Once"));
        var recipients = new[] { await _post.MailboxAsync(Post.Anna), await _post.MailboxAsync(Post.Bert) };

        await _installation.Get<SaveMessage>().SaveAsync(Post.Incoming(again, recipients) with { ContentDigest = DigestOf(first) }, default);

        // Bert never had it: he gets it.
        var berts = await _post.DeliveryAsync(again.Id, Post.Bert);
        Assert.Equal(berts, await _installation.QueryAsync(db => db.Deliveries.Select(d => d.Id).SingleAsync()));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Notices.CountAsync()));
        Assert.True(await _installation.Get<RecogniseMail>().WasDeletedAsync("default", Post.Anna, DigestOf(first), default));
    }

    [Fact]
    public async Task A_mail_that_comes_back_for_nobody_else_leaves_nothing()
    {
        var first = await _post.DeliverAsync(Post.Mail("Once"), Post.Anna);
        await DeleteAsync(Post.Anna, await _post.DeliveryAsync(first));
        using var again = await _post.SealAsync(Post.Mail("Once"));

        await _installation.Get<SaveMessage>().SaveAsync(
            Post.Incoming(again, [await _post.MailboxAsync(Post.Anna)]) with { ContentDigest = DigestOf(first) }, default);

        Assert.Equal((0, 0), await _installation.QueryAsync(async db => (await db.Deliveries.CountAsync(), await db.Messages.CountAsync())));
        Assert.Empty(_installation.Blobs());
    }

    [Fact]
    public async Task What_its_owner_wrote_leaves_no_digest()
    {
        var delivery = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Mine"), Post.Anna));
        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)));

        Assert.Equal(1, await DeleteAsync(Post.Anna, delivery));

        Assert.Equal(0, await _installation.QueryAsync(db => db.DeletedDeliveries.CountAsync()));
    }

    [Fact]
    public async Task Of_fifty_at_once_one_deletes_it()
    {
        var message = await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna);
        var delivery = await _post.DeliveryAsync(message);
        var mailbox = await _post.UnlockAsync(Post.Anna);

        var counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() =>
            _installation.Get<DeleteMessages>().DeleteAsync([mailbox], [delivery], default))));

        Assert.Equal(1, counts.Sum());
        Assert.Equal(1, await _installation.QueryAsync(db => db.DeletedDeliveries.CountAsync()));
        Assert.False(File.Exists(_post.BlobPath(message)));
    }

    [Fact]
    public async Task Two_recipients_who_delete_it_at_once_leave_nothing()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            var message = await _post.DeliverAsync(Post.Mail("For both"), Post.Anna, Post.Bert);
            await Task.WhenAll(new[] { Post.Anna, Post.Bert }.Select(address => Task.Run(async () =>
                Assert.Equal(1, await DeleteAsync(address, await _post.DeliveryAsync(message, address))))));
            Assert.False(File.Exists(_post.BlobPath(message)));
        }

        Assert.Equal(0, await _installation.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task What_is_being_read_is_read_to_its_end()
    {
        var mail = Post.Mail("Long", new string('x', 300_000));
        var delivery = await _post.DeliveryAsync(await _post.DeliverAsync(mail, Post.Anna));
        using var opened = (await _installation.Get<OpenMessage>().OpenAsync([await _post.UnlockAsync(Post.Anna)], delivery, default))!;
        await using var stored = opened.OpenStored();
        await stored.ReadExactlyAsync(new byte[10]);

        await DeleteAsync(Post.Anna, delivery);

        using var rest = new MemoryStream();
        await stored.CopyToAsync(rest);
        Assert.Equal(mail.Length - 10, rest.Length);
        Assert.Throws<FileNotFoundException>(() => opened.OpenStored());
        Assert.False(await _installation.Get<OpenMessage>().IsThereAsync([await _post.UnlockAsync(Post.Anna)], delivery, default));
    }

    [Fact]
    public async Task A_mail_that_arrives_again_while_it_is_deleted_never_stays()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            var first = await _post.DeliverAsync(Post.Mail("Once"), Post.Anna);
            var delivery = await _post.DeliveryAsync(first);
            using var again = await _post.SealAsync(Post.Mail("Once"));
            var incoming = Post.Incoming(again, [await _post.MailboxAsync(Post.Anna)]) with { ContentDigest = DigestOf(first) };

            await Task.WhenAll(
                Task.Run(() => DeleteAsync(Post.Anna, delivery)),
                Task.Run(() => _installation.Get<SaveMessage>().SaveAsync(incoming, default)));

            Assert.Equal(0, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));
        }
    }

    // As Post has it.
    private static byte[] DigestOf(Guid message) => SHA256.HashData(message.ToByteArray());

    private async Task<int> DeleteAsync(string address, params Guid[] ids) =>
        await _installation.Get<DeleteMessages>().DeleteAsync([await _post.UnlockAsync(address)], ids, default);
}
