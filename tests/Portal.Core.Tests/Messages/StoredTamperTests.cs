using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

/// <summary>Who can write to the database, but has no key, changes or moves something in it (threat E3).</summary>
public sealed class StoredTamperTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;
    private UnlockedMailbox _anna = null!;
    private UnlockedMailbox _bert = null!;
    private Guid _one;
    private Guid _two;
    private Guid _berts;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _one = await _post.DeliverAsync(Post.Mail("One"), Post.Anna);
        _two = await _post.DeliverAsync(Post.Mail("Two"), Post.Anna);
        _berts = await _post.DeliverAsync(Post.Mail("Bert's"), Post.Bert);
        _anna = await _post.UnlockAsync(Post.Anna);
        _bert = await _post.UnlockAsync(Post.Bert);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_summary_with_any_byte_changed_is_refused()
    {
        var summary = await MessageAsync(_one, m => m.Summary);
        foreach (var changed in Changed(summary))
        {
            await SetMessageAsync(_one, m => m.Summary, changed);
            await ListsAsDamagedAsync(_anna);
        }

        await SetMessageAsync(_one, m => m.Summary, summary);
        Assert.Equal(["Two", "One"], (await ListAsync(_anna)).Rows.Select(r => r.Summary?.Subject));
    }

    [Fact]
    public async Task An_outline_with_any_byte_changed_is_refused()
    {
        var outline = await MessageAsync(_one, m => m.Outline);
        foreach (var changed in Changed(outline))
        {
            await SetMessageAsync(_one, m => m.Outline, changed);
            await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _one));
        }

        await SetMessageAsync(_one, m => m.Outline, outline);
        await OpensAsync(_anna, _one, "One");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sealed_key_with_any_byte_changed_is_refused(bool cheaper)
    {
        if (cheaper)
        {
            await ListAsync(_anna);
        }

        var key = await KeyAsync(_one);
        Assert.Equal(cheaper ? SealedMessageKey.RewrappedSize : SealedMessageKey.DeliverySize, key.Length);
        foreach (var changed in Changed(key))
        {
            await SetKeyAsync(_one, changed);
            await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _one));
        }

        await ListsAsDamagedAsync(_anna);
        await SetKeyAsync(_one, key);
        await OpensAsync(_anna, _one, "One");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(61)]
    [InlineData(112)]
    [InlineData(114)]
    public async Task A_sealed_key_of_another_length_is_refused(int length)
    {
        await SetKeyAsync(_one, new byte[length]);

        await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _one));
        await ListsAsDamagedAsync(_anna);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_swapped_between_two_messages_are_refused(bool cheaper)
    {
        if (cheaper)
        {
            await ListAsync(_anna);
        }

        var (one, two) = (await KeyAsync(_one), await KeyAsync(_two));
        await SetKeyAsync(_one, two);
        await SetKeyAsync(_two, one);

        await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _one));
        await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _two));
        await ListsAsDamagedAsync(_anna);
    }

    [Fact]
    public async Task A_delivery_that_points_to_another_message_is_refused()
    {
        await PointAsync(_one, d => d.MessageId, _two);

        var deliveries = await _installation.QueryAsync(db => db.Deliveries
            .Where(d => d.MailboxId == _anna.Id).OrderBy(d => d.Position).Select(d => d.Id).ToListAsync());
        await Assert.ThrowsAsync<SealingException>(
            () => _installation.Get<OpenMessage>().OpenAsync([_anna], deliveries[0], CancellationToken.None));
        await ListsAsDamagedAsync(_anna);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delivery_that_is_moved_to_another_mailbox_is_refused(bool cheaper)
    {
        if (cheaper)
        {
            await ListAsync(_anna);
        }

        await PointAsync(_one, d => d.MailboxId, _bert.Id);

        await ListsAsDamagedAsync(_bert);
        await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_bert, _one));
    }

    [Fact]
    public async Task A_key_that_another_than_ingest_sealed_is_refused()
    {
        using var forger = P256KeyPair.Create();
        using var key = MessageKey.Create();
        var id = await _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Id == _anna.Id).Select(m => m.Id).SingleAsync());
        var context = new SealingContext(SealedKind.Summary, _one);
        var summary = new Portal.Core.Mime.MessageSummary { FromName = "Forger", FromAddress = "", Subject = "Forged" };

        await SetKeyAsync(_one, SealedMessageKey.Seal(key, forger, _anna.Key.PublicKey, id, _one));
        await SetMessageAsync(_one, m => m.Summary, SealedBytes.Seal(summary.ToBytes(), key, context));

        await ListsAsDamagedAsync(_anna);
    }

    [Fact]
    public async Task Summaries_and_outlines_swapped_between_messages_or_with_each_other_are_refused()
    {
        var (one, two) = (await MessageAsync(_one, m => m.Summary), await MessageAsync(_one, m => m.Outline));
        await SetMessageAsync(_one, m => m.Summary, two);
        await SetMessageAsync(_one, m => m.Outline, one);
        await ListsAsDamagedAsync(_anna);
        await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _one));

        await SetMessageAsync(_one, m => m.Summary, await MessageAsync(_two, m => m.Summary));
        await SetMessageAsync(_one, m => m.Outline, await MessageAsync(_two, m => m.Outline));
        await ListsAsDamagedAsync(_anna);
        await Assert.ThrowsAsync<SealingException>(() => OpenAsync(_anna, _one));
    }

    [Fact]
    public async Task What_is_not_touched_still_opens()
    {
        await SetKeyAsync(_one, new byte[60]);

        await OpensAsync(_anna, _two, "Two");
        await OpensAsync(_bert, _berts, "Bert's");
    }

    private Task<MessagePage> ListAsync(UnlockedMailbox mailbox) =>
        _installation.Get<ListMessages>().PageAsync([mailbox], DeliveryFolder.Inbox, null, null, CancellationToken.None);

    // What was tampered with shows nothing of itself, and hides none of the others.
    private async Task ListsAsDamagedAsync(UnlockedMailbox mailbox)
    {
        var rows = (await ListAsync(mailbox)).Rows;
        Assert.Contains(rows, row => row.Summary is null);
        Assert.DoesNotContain(rows, row => row.Summary?.Subject is "Forged");
    }

    private async Task<OpenedMessage?> OpenAsync(UnlockedMailbox mailbox, Guid messageId)
    {
        var id = await _installation.QueryAsync(db => db.Deliveries.Where(d => d.MessageId == messageId).Select(d => d.Id).SingleAsync());
        return await _installation.Get<OpenMessage>().OpenAsync([mailbox], id, CancellationToken.None);
    }

    private async Task OpensAsync(UnlockedMailbox mailbox, Guid messageId, string subject)
    {
        using var opened = await OpenAsync(mailbox, messageId);
        Assert.Equal(subject, opened?.Outline.Header("Subject"));
    }

    // One bit of every byte, and one byte too few and too many.
    private static IEnumerable<byte[]> Changed(byte[] bytes)
    {
        for (var place = 0; place < bytes.Length; place++)
        {
            var changed = (byte[])bytes.Clone();
            changed[place] ^= (byte)(1 << (place % 8));
            yield return changed;
        }

        yield return bytes[..^1];
        yield return [.. bytes, 0];
    }

    private Task<byte[]> MessageAsync(Guid id, Expression<Func<Message, byte[]>> what) =>
        _installation.QueryAsync(db => db.Messages.Where(m => m.Id == id).Select(what).SingleAsync());

    private Task<int> SetMessageAsync(Guid id, Expression<Func<Message, byte[]>> what, byte[] value) =>
        _installation.QueryAsync(db => db.Messages.Where(m => m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(what, value)));

    private Task<byte[]> KeyAsync(Guid messageId) =>
        _installation.QueryAsync(db => db.Deliveries.Where(d => d.MessageId == messageId).Select(d => d.SealedKey).SingleAsync());

    private Task<int> SetKeyAsync(Guid messageId, byte[] value) => PointAsync(messageId, d => d.SealedKey, value);

    private Task<int> PointAsync<T>(Guid messageId, Expression<Func<Delivery, T>> what, T value) => _installation.QueryAsync(
        db => db.Deliveries.Where(d => d.MessageId == messageId).ExecuteUpdateAsync(set => set.SetProperty(what, value)));
}
