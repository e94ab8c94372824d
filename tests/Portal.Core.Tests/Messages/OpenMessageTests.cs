using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class OpenMessageTests : IAsyncLifetime
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
    public async Task Its_owner_gets_what_was_delivered()
    {
        var at = _installation.Clock.GetUtcNow();
        var mail = Post.Mail("Hello", "A body.");
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(mail, Post.Anna));

        using var opened = await OpenAsync(id, Post.Anna);

        Assert.NotNull(opened);
        Assert.Equal((id, Post.Anna, "gateway", at), (opened.Id, opened.MailboxAddress, opened.Gateway, opened.ReceivedAt));
        Assert.Equal((null, mail.Length), (opened.ReadAt, (int)opened.Size));
        Assert.Equal("Hello", opened.Outline.Header("Subject"));
        Assert.Equal(mail, await TextAsync(opened.OpenStored()));
        Assert.Equal(mail, await TextAsync(opened.OpenOriginal()));
    }

    [Fact]
    public async Task The_original_begins_behind_the_tunnels_wrapper()
    {
        const string Wrapper = "Content-Type: message/rfc822\r\n\r\n";
        var mail = Post.Mail("Wrapped", "The very end.");
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Wrapper + mail, Post.Anna));

        using var opened = (await OpenAsync(id, Post.Anna))!;
        await using var original = opened.OpenOriginal();

        Assert.Equal(Wrapper + mail, await TextAsync(opened.OpenStored()));
        Assert.Equal((0, mail.Length), (original.Position, original.Length));
        original.Seek(-10, SeekOrigin.End);
        Assert.Equal(mail[^10..], await TextAsync(original));
    }

    [Fact]
    public async Task Anothers_message_is_found_no_more_than_one_that_does_not_exist()
    {
        var message = await _post.DeliverAsync(Post.Mail("For Anna"), Post.Anna);
        await _post.DeliverAsync(Post.Mail("For Bert"), Post.Bert);
        var annas = await _post.DeliveryAsync(message);

        Assert.Null(await OpenAsync(annas, Post.Bert));
        Assert.Null(await OpenAsync(Guid.NewGuid(), Post.Anna));
        Assert.Null(await OpenAsync(message, Post.Anna)); // the message's own id names nothing outside
        Assert.Null(await _installation.Get<OpenMessage>().OpenAsync([], annas, CancellationToken.None));
    }

    [Fact]
    public async Task Two_recipients_of_one_mail_know_it_by_ids_of_their_own()
    {
        var message = await _post.DeliverAsync(Post.Mail("For both"), Post.Anna, Post.Bert);
        var (annas, berts) = (await _post.DeliveryAsync(message), await _post.DeliveryAsync(message, Post.Bert));

        Assert.NotEqual(annas, berts);
        using var opened = await OpenAsync(annas, Post.Anna);
        Assert.NotNull(opened);
        Assert.Null(await OpenAsync(annas, Post.Bert));
        using var second = await OpenAsync(berts, Post.Anna, Post.Bert);
        Assert.Equal(Post.Bert, second?.MailboxAddress);
    }

    [Fact]
    public async Task The_first_opening_keeps_a_cheaper_key_that_opens_the_next_time()
    {
        var mail = Post.Mail("Twice");
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(mail, Post.Anna));
        Assert.Equal(113, await KeySizeAsync());

        (await OpenAsync(id, Post.Anna))!.Dispose();

        Assert.Equal(60, await KeySizeAsync());
        using var again = (await OpenAsync(id, Post.Anna))!;
        Assert.Equal(mail, await TextAsync(again.OpenStored()));
        Assert.Equal(60, await KeySizeAsync());
    }

    [Fact]
    public async Task Marking_it_read_keeps_the_first_time()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna));
        var first = _installation.Clock.GetUtcNow();

        Assert.True(await MarkAsync(id, Post.Anna));
        _installation.Clock.Move(TimeSpan.FromHours(1));
        Assert.False(await MarkAsync(id, Post.Anna));

        using var opened = (await OpenAsync(id, Post.Anna))!;
        Assert.Equal(first, opened.ReadAt);
    }

    [Fact]
    public async Task Of_many_openings_at_once_one_is_the_first()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna));

        var firsts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => MarkAsync(id, Post.Anna))));

        Assert.Single(firsts, first => first);
    }

    [Fact]
    public async Task What_was_marked_as_unread_is_read_again_and_the_first_opening_stays()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna));
        var first = _installation.Clock.GetUtcNow();
        await MarkAsync(id, Post.Anna);
        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Unread, true)));
        _installation.Clock.Move(TimeSpan.FromHours(1));

        await MarkAsync(id, Post.Anna);

        using var opened = (await OpenAsync(id, Post.Anna))!;
        Assert.Equal((first, false), (opened.ReadAt, opened.Unread));
    }

    [Fact]
    public async Task Anothers_message_is_not_marked()
    {
        var message = await _post.DeliverAsync(Post.Mail("For both"), Post.Anna, Post.Bert);

        await MarkAsync(await _post.DeliveryAsync(message), Post.Bert);
        await MarkAsync(Guid.NewGuid(), Post.Bert);
        await MarkAsync(message, Post.Bert);

        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.ReadAt == null)));
    }

    [Fact]
    public async Task Opening_alone_marks_nothing()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna));

        (await OpenAsync(id, Post.Anna))!.Dispose();

        Assert.Equal(1, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.ReadAt == null)));
    }

    private async Task<OpenedMessage?> OpenAsync(Guid id, params string[] addresses) =>
        await _installation.Get<OpenMessage>().OpenAsync(await UnlockAsync(addresses), id, CancellationToken.None);

    private async Task<bool> MarkAsync(Guid id, params string[] addresses) =>
        await _installation.Get<MarkRead>().MarkAsync(await UnlockAsync(addresses), id, CancellationToken.None);

    private async Task<List<UnlockedMailbox>> UnlockAsync(string[] addresses)
    {
        var mailboxes = new List<UnlockedMailbox>();
        foreach (var address in addresses)
        {
            mailboxes.Add(await _post.UnlockAsync(address));
        }

        return mailboxes;
    }

    private Task<int> KeySizeAsync() => _installation.QueryAsync(db => db.Deliveries.Select(d => d.SealedKey.Length).SingleAsync());

    private static async Task<string> TextAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
