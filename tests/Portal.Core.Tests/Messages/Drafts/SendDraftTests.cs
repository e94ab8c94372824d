using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Drafts;
using Xunit;

namespace Portal.Core.Tests.Messages.Drafts;

public sealed class SendDraftTests : DraftBench
{
    [Fact]
    public async Task A_draft_is_sent_with_its_files_and_leaves_nothing_but_that_it_was()
    {
        var draft = await SaveAsync("Sent");
        await AttachAsync(draft, "a.pdf", [1, 2, 3]);
        Assert.IsType<SendDraftOutcome.Sent>(await SendAsync(draft));

        var (reply, files) = Assert.Single(Sent.Sent);
        Assert.Equal(("Sent", "a.pdf", "application/pdf", 3L), (reply.Text, reply.Files[0].Name, reply.Files[0].MediaType, reply.Files[0].Size));
        Assert.Equal([1, 2, 3], Assert.Single(files));
        Assert.Null(await OpenAsync(draft));
        Assert.True(await Installation.Get<OpenDraft>().WasSentAsync([Anna], draft, CancellationToken.None));
        Assert.Empty(await Installation.Get<ListDrafts>().ListAsync([Anna], CancellationToken.None));
        var row = await Installation.QueryAsync(db => db.Drafts.SingleAsync());
        Assert.Equal((0, 0), (row.SealedKey.Length, row.Content.Length));
        Assert.Empty(await Installation.QueryAsync(db => db.DraftFiles.ToListAsync()));
        Assert.Single(Installation.Blobs());
    }

    [Fact]
    public async Task Fifty_at_once_send_it_once()
    {
        var draft = await SaveAsync("Once");
        await AttachAsync(draft, "a.pdf", new byte[200_000]);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => SendAsync(draft))));

        Assert.Single(Sent.Sent);
        Assert.Single(outcomes.OfType<SendDraftOutcome.Sent>());
        Assert.All(outcomes, outcome => Assert.False(outcome is SendDraftOutcome.Changed));
    }

    [Fact]
    public async Task The_same_form_sent_again_days_later_neither_sends_nor_makes_a_new_draft()
    {
        var draft = await SaveAsync("Late");
        await SendAsync(draft);
        Installation.Clock.Move(TimeSpan.FromDays(7));
        await Installation.Get<DiscardDraft>().ForgetAsync(CancellationToken.None);
        Assert.Equal(SaveDraftOutcome.Gone, await Installation.Get<SaveDraft>().SaveAsync(
            Anna, draft, new DraftContent { Kind = Core.Messages.Replies.ReplyKind.New }, CancellationToken.None));
        Installation.Clock.Move(TimeSpan.FromDays(2));
        await Installation.Get<DiscardDraft>().ForgetAsync(CancellationToken.None);
        Assert.Empty(await Installation.QueryAsync(db => db.Drafts.ToListAsync()));
    }

    [Fact]
    public async Task A_file_that_came_after_the_draft_was_looked_at_stops_it()
    {
        var draft = await SaveAsync("Changed");
        using var opened = await OpenAsync(draft);
        await AttachAsync(draft, "late.pdf", [1]);
        var outcome = await Installation.Get<SendDraft>().SendAsync(
            opened!,
            new Core.Messages.Replies.Reply { Mailbox = Anna, Tenant = "default", From = new("", Anna.Address), To = [], Subject = "", Text = "" },
            CancellationToken.None);
        Assert.IsType<SendDraftOutcome.Changed>(outcome);
        Assert.Empty(Sent.Sent);
        using var still = await OpenAsync(draft);
        Assert.Equal(("Changed", 1), (still!.Content.Text, still.Files.Count));
    }
}
