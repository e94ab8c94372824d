using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

/// <summary>What is left of deleted mails is good for knowing them again, and for nothing else.</summary>
public sealed class RecogniseMailTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;
    private byte[] _digest = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _digest = DigestOf(await _post.DeliverAsync(Post.Mail("To both"), Post.Anna, Post.Bert));
        await DeleteAsync(Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_deleted_mail_is_known_for_the_address_it_was_for_alone()
    {
        Assert.True(await WasDeletedAsync("default", Post.Anna, _digest));
        Assert.False(await WasDeletedAsync("default", Post.Bert, _digest));
        Assert.False(await WasDeletedAsync("other", Post.Anna, _digest));
        Assert.False(await WasDeletedAsync("default", Post.Anna, SHA256.HashData(_digest)));
    }

    [Fact]
    public async Task It_is_known_after_the_address_had_another_mailbox_that_was_deleted_too()
    {
        var second = DigestOf(await _post.DeliverAsync(Post.Mail("Once more"), Post.Anna));
        await DeleteAsync(Post.Anna);
        Assert.True(await WasDeletedAsync("default", Post.Anna, _digest));
        Assert.True(await WasDeletedAsync("default", Post.Anna, second));
    }

    [Fact]
    public async Task A_mail_is_there_in_the_mailbox_that_has_it()
    {
        var (bert, other) = (await _post.MailboxAsync(Post.Bert), await _post.MailboxAsync("carl@recipient.example"));
        Assert.True(await _installation.Get<RecogniseMail>().IsThereAsync(bert.Id, _digest, default));
        Assert.False(await _installation.Get<RecogniseMail>().IsThereAsync(other.Id, _digest, default));
        Assert.False(await _installation.Get<RecogniseMail>().IsThereAsync(bert.Id, SHA256.HashData(_digest), default));
    }

    [Fact]
    public async Task Without_the_keys_neither_address_nor_content_can_be_guessed_at()
    {
        var contexts = _installation.Get<IDbContextFactory<PortalContext>>();
        using var pepper = new ServerPepper(RandomNumberGenerator.GetBytes(ServerPepper.Size));
        using var ingest = new IngestKey(P256KeyPair.Create());
        Assert.False(await new RecogniseMail(contexts, _installation.Get<IngestKey>(), pepper).WasDeletedAsync("default", Post.Anna, _digest, default));
        Assert.False(await new RecogniseMail(contexts, ingest, _installation.Get<ServerPepper>()).WasDeletedAsync("default", Post.Anna, _digest, default));

        var row = await _installation.QueryAsync(db => db.DeletedDeliveries.SingleAsync());
        byte[][] guesses =
        [
            Encoding.UTF8.GetBytes(Post.Anna), Encoding.UTF8.GetBytes($"default\0{Post.Anna}"), _digest,
            [.. row.MailboxId.ToByteArray(bigEndian: true), .. _digest],
        ];
        Assert.All(guesses, guess => Assert.DoesNotContain(SHA256.HashData(guess), new[] { row.AddressHash, row.ContentDigest }));
        Assert.NotEqual(_digest, row.ContentDigest);
    }

    [Fact]
    public async Task An_account_with_thousands_of_mails_leaves_all_their_digests()
    {
        var mailbox = await _post.MailboxAsync(Post.Bert);
        await _installation.QueryAsync(async db =>
        {
            var message = await db.Messages.Select(m => m.Id).FirstAsync();
            db.AddRange(Enumerable.Range(0, 1234).Select(i => new Delivery
            {
                Id = Guid.NewGuid(), MailboxId = mailbox.Id, MessageId = message, SealedKey = [1], Position = i, ReceivedAt = default,
                ContentDigest = _installation.Get<IngestKey>().KeyedDigest(BitConverter.GetBytes(i), mailbox.Id),
            }));
            return await db.SaveChangesAsync();
        });

        await DeleteAsync(Post.Bert);

        Assert.Equal(1 + 1 + 1234, await _installation.QueryAsync(db => db.DeletedDeliveries.CountAsync()));
        Assert.True(await WasDeletedAsync("default", Post.Bert, BitConverter.GetBytes(1233)));
    }

    // As Post has it.
    private static byte[] DigestOf(Guid message) => SHA256.HashData(message.ToByteArray());

    private Task<bool> WasDeletedAsync(string tenant, string address, byte[] digest) =>
        _installation.Get<RecogniseMail>().WasDeletedAsync(tenant, address, digest, default);

    private async Task DeleteAsync(string address)
    {
        var found = await _installation.Get<FindAccount>().ByAddressAsync("default", address, default);
        Assert.IsType<AccountChange.Changed>(await _installation.Get<DeleteAccount>().DeleteAsync(found!, new OperatorOrder("root", ""), default));
    }
}
