using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Search;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Search;

public sealed class SearchMessagesTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Theory]
    [InlineData("contract", "Contract")]
    [InlineData("GRÜSSE", null)] // a letter is itself: ß is not SS
    [InlineData("grüße", "Grüße")]
    [InlineData("gru\u0308ße", "Grüße")]
    [InlineData("sam sender contract", "Contract")]
    [InlineData("sam@sender.example contract", "Contract")]
    [InlineData("anna@recipient.example contract", "Contract")]
    [InlineData("contract grüße", null)]
    [InlineData("herons", "Contract")]
    [InlineData("herons contract", "Contract")]
    [InlineData("bold words", "Grüße")]
    [InlineData("<b>", null)]
    public async Task Words_are_found_in_senders_recipients_subjects_and_texts(string typed, string? subject)
    {
        await _post.DeliverAsync(Post.Mail("Contract", "Eleven quiet herons."), Post.Anna);
        await _post.DeliverAsync(
            Post.Mail("Grüße", "<p>Some <b>bold</b>\r\nwords.</p>").Replace("\r\n\r\n", "\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", StringComparison.Ordinal), Post.Anna);
        await _post.DeliverAsync(Post.Mail("Contract of Bert", "herons"), Post.Bert);

        Assert.Equal(subject is null ? [] : [subject], await FindAllAsync(typed));
    }

    [Fact]
    public async Task A_message_is_found_once_and_in_whatever_folder()
    {
        foreach (var folder in Enum.GetValues<DeliveryFolder>())
        {
            var id = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail($"Heron in {folder}", "A heron."), Post.Anna));
            await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, folder)));
        }

        Assert.Equal(["Heron in Archive", "Heron in Sent", "Heron in Inbox"], await FindAllAsync("heron"));
    }

    [Fact]
    public async Task Step_by_step_everything_is_found_heads_first()
    {
        for (var number = 0; number < 5; number++)
        {
            await _post.DeliverAsync(Post.Mail($"Heron {number}", "x"), Post.Anna);
            await _post.DeliverAsync(Post.Mail($"Number {number}", "A heron."), Post.Bert);
        }

        var search = Search(TimeProvider.System, TimeSpan.Zero);
        var (found, steps) = (new List<string>(), 0);
        for (var mark = SearchMark.Start; mark is not null; steps++)
        {
            var page = await search.FindAsync(
                [await _post.UnlockAsync(Post.Anna), await _post.UnlockAsync(Post.Bert)], SearchWords.Parse("heron")!, mark, default);
            found.AddRange(page!.Rows.Select(row => row.Summary!.Subject));
            mark = page.Further is null ? null : SearchMark.Parse(page.Further.ToString());
        }

        Assert.Equal(["Heron 4", "Heron 3", "Heron 2", "Heron 1", "Heron 0", "Number 4", "Number 3", "Number 2", "Number 1", "Number 0"], found);
        Assert.Equal(21, steps); // each message twice, and the end
    }

    [Fact]
    public async Task A_page_is_full_at_twenty_five_and_the_next_goes_on()
    {
        for (var number = 0; number < 30; number++)
        {
            using var message = await Post.WithoutBlobAsync(Post.Mail($"Heron {number}"));
            await _post.SaveAsync(message, Post.Anna);
        }

        var first = await FindAsync("heron", SearchMark.Start);
        var second = await FindAsync("heron", first.Further!);
        Assert.Equal((25, 5), (first.Rows.Count, second.Rows.Count));
        Assert.Empty(first.Rows.Select(r => r.Id).Intersect(second.Rows.Select(r => r.Id)));
    }

    [Fact]
    public async Task A_reader_has_one_search_at_a_time()
    {
        await _post.DeliverAsync(Post.Mail("Heron"), Post.Anna);
        using var time = new StandingTime();
        var search = Search(time, TimeSpan.FromMinutes(1));
        var mailbox = await _post.UnlockAsync(Post.Anna);
        var both = Enumerable.Range(0, 2)
            .Select(_ => Task.Run(() => search.FindAsync([mailbox], SearchWords.Parse("heron")!, SearchMark.Start, default))).ToList();

        Assert.True(time.Begun.WaitOne(TimeSpan.FromMinutes(1)));
        Assert.False(time.Begun.WaitOne(TimeSpan.FromMilliseconds(300)));
        time.Go.Set();

        Assert.All(await Task.WhenAll(both), page => Assert.Single(page!.Rows));
    }

    [Fact]
    public async Task Of_a_readers_crowd_four_wait_and_the_others_are_told_and_nobody_else_waits()
    {
        await _post.DeliverAsync(Post.Mail("Heron"), Post.Anna);
        await _post.DeliverAsync(Post.Mail("Heron"), Post.Bert);
        using var time = new StandingTime();
        var search = Search(time, TimeSpan.FromMinutes(1));
        var (anna, bert) = (await _post.UnlockAsync(Post.Anna), await _post.UnlockAsync(Post.Bert));
        var crowd = Enumerable.Range(0, 6).Select(_ => Task.Run(() => SearchAsync(anna))).ToList();
        while (crowd.Count(one => one.IsCompleted) < 2)
        {
            await Task.Delay(10);
        }

        Assert.True(time.Begun.WaitOne(TimeSpan.FromMinutes(1)));
        var other = Task.Run(() => SearchAsync(bert));
        Assert.True(time.Begun.WaitOne(TimeSpan.FromMinutes(1)));
        time.Go.Set();

        Assert.Equal(2, (await Task.WhenAll(crowd)).Count(page => page is null));
        Assert.Single((await other)!.Rows);
        Assert.NotNull(await SearchAsync(anna));

        Task<SearchPage?> SearchAsync(UnlockedMailbox mailbox) => search.FindAsync([mailbox], SearchWords.Parse("heron")!, SearchMark.Start, default);
    }

    [Fact]
    public async Task Without_a_mailbox_nothing_is_found()
    {
        var page = await _installation.Get<SearchMessages>().FindAsync([], SearchWords.Parse("x")!, SearchMark.Start, default);
        Assert.Empty(page!.Rows);
        Assert.Null(page.Further);
    }

    [Fact]
    public async Task The_text_of_what_opens_only_with_a_second_factor_is_not_looked_through_without()
    {
        await _post.DeliverAsync(Post.Mail("Guarded", "A heron."), Post.Anna);
        await _installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.SecondFactor, true)));

        Assert.Empty(await FindAllAsync("heron"));
        var proved = await _post.UnlockAsync(Post.Anna) with { SecondFactor = true };
        var page = await _installation.Get<SearchMessages>().FindAsync([proved], SearchWords.Parse("heron")!, SearchMark.Start, default);
        Assert.Single(page!.Rows);
    }

    [Fact]
    public async Task A_message_without_its_bytes_hides_no_other()
    {
        var lost = await _post.DeliverAsync(Post.Mail("Lost", "A heron."), Post.Anna);
        await _post.DeliverAsync(Post.Mail("There", "A heron."), Post.Anna);
        File.Delete(_post.BlobPath(lost));

        Assert.Equal(["There"], await FindAllAsync("heron"));
    }

    [Fact]
    public async Task Nothing_of_a_search_stays()
    {
        await _post.DeliverAsync(Post.Mail("Hello", "canary-in-text"), Post.Anna);

        Assert.Single(await FindAllAsync("canary-in-text"));

        Assert.Empty(_installation.FilesWith("canary-in-text"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0")]
    public void Without_words_there_is_nothing_to_look_for(string? typed) => Assert.Null(SearchWords.Parse(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("x10")]
    [InlineData("s-1")]
    [InlineData("t0")]
    [InlineData("tffffffffffffffff")]
    public void What_is_no_mark_begins_anew(string? text) => Assert.Equal(SearchMark.Start, SearchMark.Parse(text));

    [Fact]
    public void Half_a_character_is_looked_for_as_it_stands() => Assert.True(SearchWords.Parse("a\uD800")!.AreIn("xa\uD800x"));

    private SearchMessages Search(TimeProvider time, TimeSpan budget) => new(
        _installation.Get<IDbContextFactory<PortalContext>>(), _installation.Get<DeliveryKey>(), _installation.Get<OpenMessage>(), time)
    {
        Budget = budget,
    };

    private async Task<SearchPage> FindAsync(string typed, SearchMark mark) =>
        await _installation.Get<SearchMessages>().FindAsync([await _post.UnlockAsync(Post.Anna)], SearchWords.Parse(typed)!, mark, default) ?? throw new InvalidOperationException("Others wait.");

    private async Task<List<string>> FindAllAsync(string typed)
    {
        var found = new List<string>();
        for (var mark = SearchMark.Start; mark is not null;)
        {
            var page = await FindAsync(typed, mark);
            found.AddRange(page.Rows.Select(row => row.Summary!.Subject));
            mark = page.Further;
        }

        return found;
    }

    /// <summary>Says when somebody looks at the clock, and lets nobody go on before the test does.</summary>
    private sealed class StandingTime : TimeProvider, IDisposable
    {
        public AutoResetEvent Begun { get; } = new(false);

        public ManualResetEventSlim Go { get; } = new();

        public override long GetTimestamp()
        {
            Begun.Set();
            Go.Wait();
            return base.GetTimestamp();
        }

        public void Dispose()
        {
            Begun.Dispose();
            Go.Dispose();
        }
    }
}
