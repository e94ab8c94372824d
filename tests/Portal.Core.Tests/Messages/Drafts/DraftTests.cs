using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Drafts;
using Portal.Core.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Drafts;

public sealed class DraftTests : DraftBench
{
    [Fact]
    public async Task What_was_typed_and_attached_comes_back_and_is_nowhere_in_plain()
    {
        var draft = await SaveAsync("canary-of-the-text");
        var file = "canary-of-the-file"u8.ToArray();
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "canary-of-the-name.pdf", file));
        await SaveAsync("canary-of-the-text, changed", id: draft);

        using var opened = await OpenAsync(draft);
        Assert.Equal(("canary-of-the-text, changed", "sam@sender.example"), (opened!.Content.Text, opened.Content.To));
        Assert.Equal(("canary-of-the-name.pdf", "application/pdf", file.Length), (opened.Files[0].Name, opened.Files[0].MediaType, (int)opened.Files[0].Size));
        Assert.Empty(Installation.FilesWith("canary-of-the"));
        Assert.Empty(Installation.FilesWith("About canary"));
        Assert.Equal(draft, Assert.Single(await Installation.Get<ListDrafts>().ListAsync([Anna], CancellationToken.None)).Id);
    }

    [Fact]
    public async Task Nobody_else_finds_a_draft_or_writes_over_it()
    {
        await Post.DeliverAsync(Post.Mail("Second"), Post.Bert);
        var bert = await Post.UnlockAsync(Post.Bert);
        using var key = bert.Key;
        var draft = await SaveAsync("Anna's");
        await AttachAsync(draft, "a.pdf", [1]);
        using var own = await OpenAsync(draft);

        Assert.Null(await OpenAsync(draft, bert));
        Assert.Equal(SaveDraftOutcome.Gone, await Installation.Get<SaveDraft>().SaveAsync(bert, draft, own!.Content, CancellationToken.None));
        Assert.Equal(AttachOutcome.Gone, await AttachAsync(draft, "b.pdf", [1], bert));
        await Installation.Get<DiscardDraft>().RemoveFileAsync([bert], draft, own.Files[0].Id, CancellationToken.None);
        await Installation.Get<DiscardDraft>().DiscardAsync([bert], draft, CancellationToken.None);
        Assert.Empty(await Installation.Get<ListDrafts>().ListAsync([bert], CancellationToken.None));
        using var still = await OpenAsync(draft);
        Assert.Equal(("Anna's", 1), (still!.Content.Text, still.Files.Count));
    }

    [Fact]
    public async Task Files_have_limits_together_also_when_they_come_at_once()
    {
        var draft = await SaveAsync("Files");
        Assert.Equal(AttachOutcome.TooLarge, await AttachAsync(draft, "large", new byte[MostBytes + 1]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "half", new byte[MostBytes / 2]));
        Assert.Equal(AttachOutcome.TooLarge, await AttachAsync(draft, "more than half", new byte[(MostBytes / 2) + 1]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "empty", []));
        var at = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => AttachAsync(draft, $"{i}", [1]))));
        Assert.Single(at, AttachOutcome.Attached);
        Assert.Equal(AttachOutcome.TooMany, await AttachAsync(draft, "fourth", []));
        using var opened = await OpenAsync(draft);
        Assert.Equal(3, opened!.Files.Count);
        Assert.Equal(4, Installation.Blobs().Count); // and the mail's own
    }

    [Fact]
    public async Task A_file_that_is_there_already_is_not_attached_once_more_and_others_of_its_name_are()
    {
        var draft = await SaveAsync("Pressed twice");
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "a.pdf", [1, 2, 3]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "a.pdf", [1, 2, 3]));
        Assert.Equal(2, Installation.Blobs().Count); // and the mail's own
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "a.pdf", [1, 2, 4]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(draft, "b.pdf", [1, 2, 3]));
        using var opened = await OpenAsync(draft);
        Assert.Equal(["a.pdf", "a.pdf", "b.pdf"], opened!.Files.Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_list_tells_of_which_drafts_the_message_is_gone_or_shut_and_shows_nothing_of_these()
    {
        var delivery = await Post.DeliveryAsync(await Post.DeliverAsync(Post.Mail("Answered"), Post.Anna));
        var draft = Guid.NewGuid();
        await Installation.Get<SaveDraft>().SaveAsync(
            Anna, draft, new DraftContent { Kind = Core.Messages.Replies.ReplyKind.Reply, Answers = delivery, Text = "Quoted" }, CancellationToken.None);
        Assert.Equal((DraftState.Open, "Quoted"), await StateAsync());

        var now = Installation.Clock.GetUtcNow();
        await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == delivery).ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now)));
        Assert.Equal((DraftState.Shut, null), await StateAsync());

        await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == delivery).ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, (DateTimeOffset?)null)));
        await Installation.Get<DeleteMessages>().DeleteAsync([Anna], [delivery], CancellationToken.None);
        Assert.Equal((DraftState.Gone, "Quoted"), await StateAsync());

        await Installation.QueryAsync(db => db.Drafts.ExecuteUpdateAsync(set => set.SetProperty(d => d.Content, new byte[100])));
        Assert.Equal((DraftState.Damaged, null), await StateAsync());
    }

    [Fact]
    public async Task What_answers_a_message_with_a_second_factor_stays_shut_without_one_when_that_message_is_gone()
    {
        var delivery = await Post.DeliveryAsync(await Post.DeliverAsync("X-Portal-Second-Factor: yes\r\n" + Post.Mail("Guarded"), Post.Anna));
        var content = new DraftContent { Kind = Core.Messages.Replies.ReplyKind.Reply, Answers = delivery, Text = "Quoted" };
        await Installation.Get<SaveDraft>().SaveAsync(Anna with { SecondFactor = true }, Guid.NewGuid(), content, CancellationToken.None);
        await Installation.Get<DeleteMessages>().DeleteAsync([Anna], [delivery], CancellationToken.None);

        var weak = Assert.Single(await Installation.Get<ListDrafts>().ListAsync([Anna], CancellationToken.None));
        var strong = Assert.Single(await Installation.Get<ListDrafts>().ListAsync([Anna with { SecondFactor = true }], CancellationToken.None));

        Assert.Equal((DraftState.Shut, null), (weak.State, weak.Content));
        Assert.Equal((DraftState.Gone, "Quoted"), (strong.State, strong.Content?.Text));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\x\\a.txt", "a.txt")]
    [InlineData("gnp.\u202Eexe.txt", "gnp.exe.txt")]
    [InlineData("a\r\nBcc: x.txt", "aBcc: x.txt")]
    [InlineData("a\0b", "ab")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("", "file")]
    [InlineData("\u2028", "file")]
    public async Task Names_of_files_are_fit_to_be_shown(string name, string shown)
    {
        var draft = await SaveAsync("Names");
        await AttachAsync(draft, name, [1]);
        using var opened = await OpenAsync(draft);
        Assert.Equal(shown, opened!.Files[0].Name);
    }

    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("IMAGE/png", "image/png")]
    [InlineData("message/rfc822", "application/octet-stream")]
    [InlineData("multipart/mixed", "application/octet-stream")]
    [InlineData("text/plain\r\nBcc: x@y.z", "application/octet-stream")]
    [InlineData("text/plain\n", "application/octet-stream")]
    [InlineData(null, "application/octet-stream")]
    public async Task Types_of_files_are_types(string? type, string kept)
    {
        var draft = await SaveAsync("Types");
        await Installation.Get<AttachFile>().AttachAsync("default", Anna, draft, "a", type, new MemoryStream([1]), CancellationToken.None);
        using var opened = await OpenAsync(draft);
        Assert.Equal(kept, opened!.Files[0].MediaType);
    }

    [Fact]
    public async Task A_discarded_draft_is_gone_for_good()
    {
        var draft = await SaveAsync("Unwanted");
        await AttachAsync(draft, "a.pdf", [1]);
        await AttachAsync(draft, "b.pdf", [1]);
        using (var opened = await OpenAsync(draft))
        {
            await Installation.Get<DiscardDraft>().RemoveFileAsync([Anna], draft, opened!.Files[0].Id, CancellationToken.None);
        }

        Assert.Equal(2, Installation.Blobs().Count);
        await Installation.Get<DiscardDraft>().DiscardAsync([Anna], draft, CancellationToken.None);
        Assert.Single(Installation.Blobs());
        Assert.Equal((0, 0), await Installation.QueryAsync(async db => (await db.Drafts.CountAsync(), await db.DraftFiles.CountAsync())));
    }

    [Fact]
    public async Task An_unused_draft_goes_after_thirty_days()
    {
        var old = await SaveAsync("Old");
        await AttachAsync(old, "a.pdf", [1]);
        Installation.Clock.Move(TimeSpan.FromDays(29));
        var young = await SaveAsync("Young");
        Installation.Clock.Move(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));

        Assert.Equal(1, await Installation.Get<DiscardDraft>().ForgetAsync(CancellationToken.None));
        Assert.Null(await OpenAsync(old));
        using var kept = await OpenAsync(young);
        Assert.NotNull(kept);
        Assert.Single(Installation.Blobs());
    }

    [Fact]
    public async Task The_sweep_leaves_the_files_of_drafts_where_they_are()
    {
        var draft = await SaveAsync("Swept");
        await AttachAsync(draft, "a.pdf", [1]);
        Installation.Clock.Move(TimeSpan.FromHours(2));
        Assert.Equal((0, 0), await Installation.Get<SweepBlobs>().RunAsync(CancellationToken.None));
        Assert.Equal(2, Installation.Blobs().Count);
    }

    [Fact]
    public async Task With_the_mailbox_its_drafts_and_their_files_go()
    {
        await AttachAsync(await SaveAsync("Deleted"), "a.pdf", [1]);
        var found = await Installation.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        await Installation.Get<DeleteAccount>().DeleteAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);
        Assert.Equal((0, 0), await Installation.QueryAsync(async db => (await db.Drafts.CountAsync(), await db.DraftFiles.CountAsync())));
        Assert.Empty(Installation.Blobs());
    }

    [Fact]
    public async Task A_new_key_pair_of_the_mailbox_opens_its_drafts()
    {
        var draft = await SaveAsync("Taken over");
        await AttachAsync(draft, "a.pdf", [1]);
        using var fresh = MailboxKey.Create();
        await using (var context = await Installation.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync())
        {
            await WrapDraftsAnew.RunAsync(context, Anna, fresh, CancellationToken.None);
        }

        await Assert.ThrowsAsync<Portal.Core.Sealing.SealingException>(() => OpenAsync(draft));
        using var opened = await OpenAsync(draft, Anna with { Key = fresh });
        Assert.Equal(("Taken over", "a.pdf"), (opened!.Content.Text, opened.Files[0].Name));
    }

    private async Task<(DraftState State, string? Text)> StateAsync()
    {
        var row = Assert.Single(await Installation.Get<ListDrafts>().ListAsync([Anna], CancellationToken.None));
        return (row.State, row.Content?.Text);
    }
}
