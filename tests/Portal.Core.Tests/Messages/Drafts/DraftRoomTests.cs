using Portal.Core.Messages.Drafts;
using Xunit;

namespace Portal.Core.Tests.Messages.Drafts;

/// <summary>How much the files of all drafts of a person may hold.</summary>
public sealed class DraftRoomTests : DraftBench
{
    [Fact]
    public async Task All_drafts_together_hold_as_much_as_a_few_messages_may_and_a_discarded_one_makes_room()
    {
        var full = await FillAsync();
        var next = await SaveAsync("One too many");
        Assert.Equal(AttachOutcome.DraftsTooLarge, await AttachAsync(next, "a", [1]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(next, "empty", []));
        Assert.Equal(AttachFile.DraftsAtOnce + 2, Installation.Blobs().Count); // and the mail's own

        await Installation.Get<DiscardDraft>().DiscardAsync([Anna], full[0], CancellationToken.None);
        Assert.Equal(AttachOutcome.TooLarge, await AttachAsync(next, "too much for one", new byte[MostBytes + 1]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(next, "as much as one may", new byte[MostBytes]));
    }

    [Fact]
    public async Task What_was_sent_makes_room()
    {
        var full = await FillAsync();
        Assert.IsType<SendDraftOutcome.Sent>(await SendAsync(full[0]));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(await SaveAsync("The next"), "a", new byte[MostBytes]));
    }

    [Fact]
    public async Task The_mailboxes_of_one_person_share_the_room_and_anothers_do_not()
    {
        await Post.DeliverAsync(Post.Mail("Second"), Post.Bert, "carl@recipient.example");
        var (bert, carl) = (await Post.UnlockAsync(Post.Bert), await Post.UnlockAsync("carl@recipient.example"));
        using var berts = bert.Key;
        using var carls = carl.Key;
        await OwnAsync("one", Anna, bert);
        await OwnAsync("two", carl);
        await FillAsync();

        Assert.Equal(AttachOutcome.DraftsTooLarge, await AttachAsync(await SaveAsync("Out of the other one", bert), "a", [1], bert));
        Assert.Equal(AttachOutcome.Attached, await AttachAsync(await SaveAsync("By another", carl), "a", [1], carl));
    }

    [Fact]
    public async Task Files_that_come_at_once_share_the_last_room()
    {
        await OwnAsync("one", Anna);
        await FillAsync(MostBytes - 1);
        var drafts = new List<Guid>();
        while (drafts.Count < 8)
        {
            drafts.Add(await SaveAsync($"At once {drafts.Count}"));
        }

        var outcomes = await Task.WhenAll(drafts.Select(draft => Task.Run(() => AttachAsync(draft, "a", new byte[3]))));
        Assert.Single(outcomes, AttachOutcome.Attached);
        Assert.All(outcomes.Where(outcome => outcome != AttachOutcome.Attached), outcome => Assert.Equal(AttachOutcome.DraftsTooLarge, outcome));
        Assert.Equal(AttachFile.DraftsAtOnce + 2, Installation.Blobs().Count); // and the mail's own
    }

    private async Task<List<Guid>> FillAsync(int each = MostBytes)
    {
        var drafts = new List<Guid>();
        while (drafts.Count < AttachFile.DraftsAtOnce)
        {
            drafts.Add(await SaveAsync($"Number {drafts.Count}"));
            Assert.Equal(AttachOutcome.Attached, await AttachAsync(drafts[^1], "full", new byte[each]));
        }

        return drafts;
    }
}
