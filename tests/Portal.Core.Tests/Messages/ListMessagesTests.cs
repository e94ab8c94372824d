using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class ListMessagesTests : IAsyncLifetime
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
    public async Task A_row_tells_what_the_mail_says()
    {
        var at = _installation.Clock.GetUtcNow();
        var mail = Post.Mail("Grüße");
        var id = await _post.DeliverAsync(mail, Post.Anna);

        var row = Assert.Single((await PageAsync(Post.Anna)).Rows);

        Assert.Equal(await _post.DeliveryAsync(id), row.Id);
        Assert.Equal(("Sam Sender", "sam@sender.example", "Grüße"), (row.Summary!.FromName, row.Summary.FromAddress, row.Summary.Subject));
        Assert.Equal((at, true, System.Text.Encoding.UTF8.GetByteCount(mail)), (row.ReceivedAt, row.Unread, row.Size));
    }

    [Fact]
    public async Task An_empty_mailbox_has_one_empty_page()
    {
        await _post.MailboxAsync(Post.Anna);

        AssertPage(await PageAsync(Post.Anna), [], newer: false, older: false);
        Assert.Equal(0, (await PageAsync(Post.Anna)).Unread);
        AssertPage(await _installation.Get<ListMessages>().PageAsync([], DeliveryFolder.Inbox, null, null, CancellationToken.None), [], newer: false, older: false);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(25)]
    public async Task What_fits_on_one_page_has_no_other(int count)
    {
        await DeliverAsync(count, Post.Anna);

        AssertPage(await PageAsync(Post.Anna), Subjects(count, 0), newer: false, older: false);
    }

    [Theory]
    [InlineData(26)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(75)]
    public async Task Pages_follow_one_another_both_ways(int count)
    {
        await DeliverAsync(count, Post.Anna);
        var pages = new List<MessagePage> { await PageAsync(Post.Anna) };
        while (pages[^1].Older is { } older)
        {
            pages.Add(await PageAsync(Post.Anna, older: older));
        }

        var expected = Subjects(count, 0).Chunk(ListMessages.PageSize).ToList();
        Assert.Equal(expected.Count, pages.Count);
        for (var index = pages.Count - 1; index >= 0; index--)
        {
            AssertPage(pages[index], expected[index], newer: index > 0, older: index < pages.Count - 1);
            var newer = index > 0 ? await PageAsync(Post.Anna, newer: pages[index].Newer) : null;
            if (newer is not null)
            {
                AssertPage(newer, expected[index - 1], newer: index > 1, older: true);
                AssertPage(await PageAsync(Post.Anna, older: newer.Older), expected[index], newer: true, older: index < pages.Count - 1);
            }
        }
    }

    [Fact]
    public async Task Mails_that_arrive_meanwhile_do_not_shift_the_pages()
    {
        await DeliverAsync(60, Post.Anna);
        var first = await PageAsync(Post.Anna);
        await DeliverAsync(3, Post.Anna, from: 60);

        AssertPage(await PageAsync(Post.Anna, older: first.Older), Subjects(35, 10), newer: true, older: true);
        AssertPage(await PageAsync(Post.Anna, newer: first.Older), Subjects(61, 36), newer: true, older: true);
    }

    [Fact]
    public async Task Several_mailboxes_are_merged_in_the_order_of_arrival()
    {
        for (var number = 0; number < 60; number++)
        {
            await DeliverAsync(1, number % 3 == 0 ? Post.Anna : Post.Bert, from: number);
        }

        var first = await PageAsync([Post.Anna, Post.Bert]);
        var second = await PageAsync([Post.Anna, Post.Bert], older: first.Older);
        var third = await PageAsync([Post.Bert, Post.Anna], older: second.Older);

        AssertPage(first, Subjects(60, 35), newer: false, older: true);
        AssertPage(second, Subjects(35, 10), newer: true, older: true);
        AssertPage(third, Subjects(10, 0), newer: true, older: false);
        AssertPage(await PageAsync([Post.Anna, Post.Bert], newer: third.Newer), Subjects(35, 10), newer: true, older: true);
        AssertPage(await PageAsync([Post.Anna, Post.Bert], newer: second.Newer), Subjects(60, 35), newer: false, older: true);
        Assert.Equal(60, first.Unread);
    }

    [Fact]
    public async Task No_row_of_another_mailbox_is_shown()
    {
        await DeliverAsync(30, Post.Bert);
        await DeliverAsync(1, Post.Anna, from: 100);
        var berts = await PageAsync(Post.Bert);

        AssertPage(await PageAsync(Post.Anna), ["Number 100"], newer: false, older: false);
        AssertPage(await PageAsync(Post.Anna, older: berts.Older), [], newer: false, older: false);
        Assert.Equal(1, (await PageAsync(Post.Anna)).Unread);
        var annas = (await PageAsync(Post.Anna)).Rows.Select(r => r.Id);
        Assert.Empty(annas.Intersect(berts.Rows.Select(r => r.Id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("0x10")]
    [InlineData("ffffffffffffffff")]
    [InlineData("10000000000000000")]
    [InlineData("' OR 1=1 --")]
    [InlineData("\uD800")]
    public async Task What_is_no_mark_gives_the_first_page(string mark)
    {
        await DeliverAsync(26, Post.Anna);

        AssertPage(await PageAsync(Post.Anna, newer: mark), Subjects(26, 1), newer: false, older: true);
        AssertPage(await PageAsync(Post.Anna, older: mark), Subjects(26, 1), newer: false, older: true);
    }

    [Fact]
    public async Task Unread_mails_are_counted_to_a_hundred()
    {
        await DeliverAsync(60, Post.Anna);
        await DeliverAsync(39, Post.Bert);
        Assert.Equal(99, (await PageAsync([Post.Anna, Post.Bert])).Unread);
        await DeliverAsync(5, Post.Bert);
        Assert.Equal(100, (await PageAsync([Post.Anna, Post.Bert])).Unread);
        await DeliverAsync(70, Post.Anna);
        Assert.Equal(100, (await PageAsync(Post.Anna)).Unread);
        Assert.Equal(44, (await PageAsync(Post.Bert)).Unread);
    }

    [Fact]
    public async Task What_was_read_is_not_unread()
    {
        await DeliverAsync(3, Post.Anna);
        var rows = (await PageAsync(Post.Anna)).Rows;

        await _installation.Get<MarkRead>().MarkAsync([await _post.UnlockAsync(Post.Anna)], rows[1].Id, CancellationToken.None);

        var page = await PageAsync(Post.Anna);
        Assert.Equal(2, page.Unread);
        Assert.Equal([true, false, true], page.Rows.Select(r => r.Unread));
    }

    [Fact]
    public async Task The_first_listing_keeps_cheaper_keys_and_the_next_uses_them()
    {
        await DeliverAsync(30, Post.Anna);
        Assert.Equal([113], await KeySizesAsync());

        var first = await PageAsync(Post.Anna);

        Assert.Equal(25, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.SealedKey.Length == 60)));
        AssertPage(await PageAsync(Post.Anna), Subjects(30, 5), newer: false, older: true);
        await PageAsync(Post.Anna, older: first.Older);
        Assert.Equal([60], await KeySizesAsync());
    }

    [Fact]
    public async Task Each_folder_has_pages_of_its_own_and_only_the_inbox_counts_what_is_unread()
    {
        await DeliverAsync(90, Post.Anna);
        await PutAsync(DeliveryFolder.Sent, from: 0, to: 30);
        await PutAsync(DeliveryFolder.Archive, from: 30, to: 60);

        foreach (var (folder, from) in new[] { (DeliveryFolder.Sent, 0), (DeliveryFolder.Archive, 30), (DeliveryFolder.Inbox, 60) })
        {
            var first = await PageAsync([Post.Anna], folder: folder);
            AssertPage(first, Subjects(from + 30, from + 5), newer: false, older: true);
            AssertPage(await PageAsync([Post.Anna], older: first.Older, folder: folder), Subjects(from + 5, from), newer: true, older: false);
            Assert.Equal(30, first.Unread);
            Assert.All(first.Rows, row => Assert.Equal((folder, folder != DeliveryFolder.Sent), (row.Folder, row.Unread)));
        }
    }

    [Fact]
    public async Task A_folder_costs_the_same_whatever_lies_in_the_others()
    {
        await DeliverAsync(1, Post.Anna);

        Assert.Contains("IX_Deliveries_MailboxId_Folder_Position", await PlanAsync(
            "SELECT * FROM Deliveries WHERE MailboxId = '1' AND Folder = 2 AND Position < 9 ORDER BY Position DESC LIMIT 26"), StringComparison.Ordinal);
        Assert.Contains("IX_Deliveries_Unread", await PlanAsync(
            "SELECT * FROM Deliveries d WHERE d.MailboxId = '1' AND d.Folder = 0 AND d.Unread LIMIT 100"), StringComparison.Ordinal);
    }

    // In the order of arrival, as they are numbered.
    private async Task PutAsync(DeliveryFolder folder, int from, int to)
    {
        var ids = await _installation.QueryAsync(db => db.Deliveries.OrderBy(d => d.Position).Select(d => d.Id).Skip(from).Take(to - from).ToListAsync());
        await _installation.QueryAsync(db => db.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, folder)));
    }

    private Task<string> PlanAsync(string sql) => _installation.QueryAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var plan = "";
        while (await rows.ReadAsync())
        {
            plan += rows.GetString(3) + "\n";
        }

        return plan;
    });

    private Task<List<int>> KeySizesAsync() =>
        _installation.QueryAsync(db => db.Deliveries.Select(d => d.SealedKey.Length).Distinct().ToListAsync());

    private async Task DeliverAsync(int count, string address, int from = 0)
    {
        for (var number = from; number < from + count; number++)
        {
            using var message = await Post.WithoutBlobAsync(Post.Mail($"Number {number}"));
            await _post.SaveAsync(message, address);
        }
    }

    private Task<MessagePage> PageAsync(string address, string? newer = null, string? older = null) => PageAsync([address], newer, older);

    private async Task<MessagePage> PageAsync(
        string[] addresses, string? newer = null, string? older = null, DeliveryFolder folder = DeliveryFolder.Inbox)
    {
        var mailboxes = new List<UnlockedMailbox>();
        foreach (var address in addresses)
        {
            mailboxes.Add(await _post.UnlockAsync(address));
        }

        return await _installation.Get<ListMessages>().PageAsync(mailboxes, folder, newer, older, CancellationToken.None);
    }

    // Newest first, from the one before `from` down to `to`.
    private static string[] Subjects(int from, int to) => [.. Enumerable.Range(to, from - to).Reverse().Select(n => $"Number {n}")];

    private static void AssertPage(MessagePage page, string[] subjects, bool newer, bool older)
    {
        Assert.Equal(subjects, page.Rows.Select(r => r.Summary!.Subject));
        Assert.Equal((newer, older), (page.Newer is not null, page.Older is not null));
    }
}
