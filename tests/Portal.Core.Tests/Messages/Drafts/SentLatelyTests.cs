using Portal.Core.Mailboxes;
using Portal.Core.Messages.Drafts;
using Xunit;

namespace Portal.Core.Tests.Messages.Drafts;

/// <summary>How many messages a person may send in a day.</summary>
public sealed class SentLatelyTests : DraftBench
{
    private const int Most = 3;

    private protected override (string Key, string Value)[] Settings => [("Tenants:default:MaxRepliesPerDay", $"{Most}")];

    [Fact]
    public async Task As_many_go_in_a_day_as_the_tenant_allows_and_the_next_stays_a_draft_until_the_day_is_over()
    {
        var drafts = await SaveManyAsync(Most + 1);
        foreach (var draft in drafts.SkipLast(1))
        {
            Assert.IsType<SendDraftOutcome.Sent>(await SendAsync(draft));
        }

        await AttachAsync(drafts[^1], "kept.pdf", [1, 2, 3]);
        Installation.Clock.Move(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        await Installation.Get<DiscardDraft>().ForgetAsync(CancellationToken.None);
        Assert.Equal(new SendDraftOutcome.TooMany(Most), await SendAsync(drafts[^1]));
        Assert.Equal(Most, Sent.Sent.Count);
        using (var kept = await OpenAsync(drafts[^1]))
        {
            Assert.Equal("kept.pdf", Assert.Single(kept!.Files).Name);
        }

        Installation.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.IsType<SendDraftOutcome.Sent>(await SendAsync(drafts[^1]));
        Assert.Equal([1, 2, 3], Assert.Single(Sent.Sent[^1].Files));
    }

    [Fact]
    public async Task Twenty_at_once_send_no_more()
    {
        var drafts = await SaveManyAsync(20);
        var outcomes = await Task.WhenAll(drafts.Select(draft => Task.Run(() => SendAsync(draft))));

        Assert.Equal(Most, Sent.Sent.Count);
        Assert.Equal(Most, outcomes.OfType<SendDraftOutcome.Sent>().Count());
        Assert.Equal(drafts.Count - Most, outcomes.OfType<SendDraftOutcome.TooMany>().Count());
        Assert.Equal(drafts.Count - Most, (await Installation.Get<ListDrafts>().ListAsync([Anna], CancellationToken.None)).Count);
    }

    [Fact]
    public async Task All_mailboxes_of_a_person_count_together_and_anothers_do_not()
    {
        using var bert = await UnlockAsync(Post.Bert);
        using var carl = await UnlockAsync("carl@recipient.example");
        await OwnAsync("one", Anna, bert.Mailbox);
        await OwnAsync("two", carl.Mailbox);
        foreach (var draft in await SaveManyAsync(Most))
        {
            await SendAsync(draft);
        }

        var (berts, carls) = (await SaveAsync("Out of the other one", bert.Mailbox), await SaveAsync("By another", carl.Mailbox));
        Assert.IsType<SendDraftOutcome.TooMany>(await SendAsync(berts, bert.Mailbox));
        Assert.IsType<SendDraftOutcome.Sent>(await SendAsync(carls, carl.Mailbox));
    }

    [Fact]
    public async Task Discarding_what_was_sent_makes_no_room()
    {
        var drafts = await SaveManyAsync(Most + 1);
        foreach (var draft in drafts.SkipLast(1))
        {
            await SendAsync(draft);
            await Installation.Get<DiscardDraft>().DiscardAsync([Anna], draft, CancellationToken.None);
        }

        Assert.IsType<SendDraftOutcome.TooMany>(await SendAsync(drafts[^1]));
    }

    [Fact]
    public async Task What_was_sent_already_is_told_as_that_at_the_limit_too()
    {
        var drafts = await SaveManyAsync(Most);
        using var opened = await OpenAsync(drafts[^1]);
        foreach (var draft in drafts)
        {
            await SendAsync(draft);
        }

        Assert.IsType<SendDraftOutcome.Already>(await SendAsync(opened!, Anna));
    }

    private async Task<List<Guid>> SaveManyAsync(int count)
    {
        var drafts = new List<Guid>();
        while (drafts.Count < count)
        {
            drafts.Add(await SaveAsync($"Number {drafts.Count}"));
        }

        return drafts;
    }

    private async Task<Owned> UnlockAsync(string address)
    {
        await Post.DeliverAsync(Post.Mail("First"), address);
        return new Owned(await Post.UnlockAsync(address));
    }

    private sealed record Owned(UnlockedMailbox Mailbox) : IDisposable
    {
        public void Dispose() => Mailbox.Key.Dispose();
    }
}
