using Portal.Core.Mailboxes;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Storage;

public sealed partial class StoredFieldTests
{
    [Fact]
    public async Task Drafts_and_their_files()
    {
        var post = new Post(_installation);
        var mailboxes = new[] { await post.UnlockAsync(Post.Anna), await post.UnlockAsync(Post.Bert) };
        var drafts = new[] { await DraftAsync(mailboxes[0], "one"), await DraftAsync(mailboxes[1], "two") };
        var second = await DraftAsync(mailboxes[0], "three");
        Task<bool> IsRefusedAsync() => ThrowsAsync(() => _installation.Get<OpenDraft>().OpenAsync(mailboxes, drafts[0].Draft, CancellationToken.None));

        foreach (var other in new[] { drafts[1], second })
        {
            await ChangesAreRefusedAsync("Drafts", "SealedKey", "Id", drafts[0].Draft, other.Draft, IsRefusedAsync);
            await ChangesAreRefusedAsync("Drafts", "Content", "Id", drafts[0].Draft, other.Draft, IsRefusedAsync);
            await ChangesAreRefusedAsync("DraftFiles", "SealedKey", "Id", drafts[0].File, other.File, IsRefusedAsync);
            await ChangesAreRefusedAsync("DraftFiles", "Name", "Id", drafts[0].File, other.File, IsRefusedAsync);
        }

        // A file in another draft of the same mailbox, a draft in another mailbox of the same person.
        await WriteAsync("DraftFiles", "DraftId", "Id", drafts[0].File, second.Draft);
        await ThrowsAsync(() => _installation.Get<OpenDraft>().OpenAsync(mailboxes, second.Draft, CancellationToken.None));
        await WriteAsync("DraftFiles", "DraftId", "Id", drafts[0].File, drafts[0].Draft);
        await WriteAsync("Drafts", "MailboxId", "Id", drafts[0].Draft, mailboxes[1].Id);
        Assert.True(await IsRefusedAsync());
        mailboxes.Shut();
    }

    private async Task<(Guid Draft, Guid File)> DraftAsync(UnlockedMailbox mailbox, string text)
    {
        var id = Guid.NewGuid();
        await _installation.Get<SaveDraft>().SaveAsync(mailbox, id, new DraftContent { Kind = ReplyKind.New, Text = text }, CancellationToken.None);
        await _installation.Get<AttachFile>().AttachAsync(
            "default", mailbox, id, text, "text/plain", new MemoryStream([1, 2, 3]), CancellationToken.None);
        using var opened = await _installation.Get<OpenDraft>().OpenAsync([mailbox], id, CancellationToken.None);
        return (id, opened!.Files[0].Id);
    }
}
