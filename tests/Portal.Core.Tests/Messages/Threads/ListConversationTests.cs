using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Threads;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Threads;

public sealed class ListConversationTests : IAsyncLifetime
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
    public async Task A_reply_and_a_reply_to_it_belong_to_the_first_message()
    {
        await DeliverAsync("First", "Message-ID: <one@x>");
        await DeliverAsync("Other", "Message-ID: <else@x>");
        await DeliverAsync("Second", "Message-ID: <two@x>\r\nIn-Reply-To: <one@x>");
        await DeliverAsync("Third", "Message-ID: <three@x>\r\nIn-Reply-To: <two@x>\r\nReferences: <one@x>\r\n <two@x>");

        Assert.Equal(("Third", "First"), await AroundAsync("Second"));
        Assert.Equal(("Third, Second", ""), await AroundAsync("First"));
        Assert.Equal(("", "Second, First"), await AroundAsync("Third"));
        Assert.Equal(("", ""), await AroundAsync("Other"));
    }

    [Fact]
    public async Task Messages_without_ids_belong_to_nothing()
    {
        await DeliverAsync("First", "X-Nothing: 1");
        await DeliverAsync("Second", "X-Nothing: 1\r\nIn-Reply-To: your letter of Friday");

        Assert.Equal(("", ""), await AroundAsync("Second"));
        await ListAsync();
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.Select(d => d.ThreadKey).Distinct().CountAsync()));
    }

    [Fact]
    public async Task What_the_reader_wrote_and_laid_aside_is_among_them()
    {
        await DeliverAsync("First", "Message-ID: <one@x>");
        await DeliverAsync("Mine", "Message-ID: <two@x>\r\nReferences: <one@x>");
        await DeliverAsync("Third", "Message-ID: <three@x>\r\nReferences: <one@x> <two@x>");
        await PutAsync("First", DeliveryFolder.Archive);
        await PutAsync("Mine", DeliveryFolder.Sent);

        Assert.Equal(("", "Mine, First"), await AroundAsync("Third"));
    }

    [Fact]
    public async Task Of_a_long_conversation_the_nearest_are_listed()
    {
        for (var number = 0; number < 60; number++)
        {
            await DeliverAsync($"Number {number}", number == 0 ? "Message-ID: <0@x>" : $"Message-ID: <{number}@x>\r\nReferences: <0@x>");
        }

        string? older = null;
        do
        {
            older = (await ListAsync(older)).Older;
        }
        while (older is not null);

        using var opened = await OpenAsync("Number 30");
        var found = await ConversationAsync(opened);
        Assert.Equal(Enumerable.Range(31, 10).Reverse().Select(n => $"Number {n}"), found.Later.Select(r => r.Summary!.Subject));
        Assert.Equal(Enumerable.Range(20, 10).Reverse().Select(n => $"Number {n}"), found.Earlier.Select(r => r.Summary!.Subject));
        Assert.True(found is { MoreEarlier: true, MoreLater: true });
    }

    [Fact]
    public async Task Nothing_at_rest_tells_which_messages_belong_together()
    {
        await DeliverAsync("First", "Message-ID: <canary-root@x>");
        await _post.DeliverAsync(Mail("First", "Message-ID: <canary-root@x>"), Post.Bert);
        await ListAsync();
        await _installation.Get<ListMessages>().PageAsync([await _post.UnlockAsync(Post.Bert)], DeliveryFolder.Inbox, null, null, default);

        var keys = await _installation.QueryAsync(db => db.Deliveries.Select(d => d.ThreadKey!).ToListAsync());
        Assert.NotEqual(keys[0], keys[1]);
        Assert.All(keys, key => Assert.NotEqual(SHA256.HashData("canary-root@x"u8), key));
        Assert.Empty(_installation.FilesWith("canary-root"));
    }

    [Fact]
    public void The_key_is_the_one_that_the_format_names()
    {
        using var mailbox = MailboxKey.Create();
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, mailbox.SymmetricKey.ToArray(), 32, [], Encoding.ASCII.GetBytes("portal/1/thread"));
        var (unlocked, id) = (new UnlockedMailbox(Guid.NewGuid(), Post.Anna, mailbox), Guid.NewGuid());

        Assert.Equal(HMACSHA256.HashData(derived, (byte[])[1, .. "one@x"u8]), ThreadKeys.Of(unlocked, "one@x", id));
        Assert.Equal(HMACSHA256.HashData(derived, (byte[])[0, .. id.ToByteArray(bigEndian: true)]), ThreadKeys.Of(unlocked, "", id));
    }

    private static string Mail(string subject, string fields) => $"{fields}\r\n{Post.Mail(subject)}";

    private Task<Guid> DeliverAsync(string subject, string fields) => _post.DeliverAsync(Mail(subject, fields), Post.Anna);

    private async Task PutAsync(string subject, DeliveryFolder folder)
    {
        var id = await IdAsync(subject);
        await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, folder)));
    }

    private async Task<MessagePage> ListAsync(string? older = null) =>
        await _installation.Get<ListMessages>().PageAsync([await _post.UnlockAsync(Post.Anna)], DeliveryFolder.Inbox, null, older, default);

    private async Task<Guid> IdAsync(string subject)
    {
        var all = await _installation.QueryAsync(db => db.Deliveries.Select(d => d.Id).ToListAsync());
        var rows = await _installation.Get<ListMessages>().OfAsync([await _post.UnlockAsync(Post.Anna)], all, default);
        return rows.Single(row => row.Summary!.Subject == subject).Id;
    }

    private async Task<OpenedMessage> OpenAsync(string subject)
    {
        var id = await IdAsync(subject);
        return (await _installation.Get<OpenMessage>().OpenAsync([await _post.UnlockAsync(Post.Anna)], id, default))!;
    }

    private async Task<Conversation> ConversationAsync(OpenedMessage opened) =>
        await _installation.Get<ListConversation>().OfAsync([await _post.UnlockAsync(Post.Anna)], opened, default);

    private async Task<(string Later, string Earlier)> AroundAsync(string subject)
    {
        using var opened = await OpenAsync(subject);
        var found = await ConversationAsync(opened);
        return (Subjects(found.Later), Subjects(found.Earlier));

        static string Subjects(IEnumerable<MessageRow> rows) => string.Join(", ", rows.Select(row => row.Summary!.Subject));
    }
}
