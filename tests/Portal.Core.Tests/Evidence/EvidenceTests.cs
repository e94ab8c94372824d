using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Evidence;

/// <summary>The chain of what happened to a message: it grows, it can be read, and no change of it goes unseen.</summary>
public sealed class EvidenceTests : IAsyncLifetime
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
    public async Task A_message_begins_its_chain_with_one_link_for_each_recipient()
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna, Post.Bert);

        var chain = await ChainAsync(message);

        Assert.True(chain.Intact);
        Assert.Equal([Post.Anna, Post.Bert], chain.Links.Select(l => l.Event.Recipient));
        var first = chain.Links[0];
        Assert.Equal(MessageEventKind.Received, first.Event.Kind);
        Assert.Equal("sam@sender.example", first.Event.Facts["sender"]);
        Assert.Equal("gateway", first.Event.Facts["gateway"]);
        Assert.Equal(64, first.Event.Facts["contentSha256"].Length);
        Assert.DoesNotContain("Contract", System.Text.Encoding.UTF8.GetString(first.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_later_is_added_with_the_hash_of_the_link_before()
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        await AddAsync(message, new EvidenceEvent(MessageEventKind.Notified), new EvidenceEvent(MessageEventKind.Opened));

        var chain = await ChainAsync(message);

        Assert.True(chain.Intact);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Notified, MessageEventKind.Opened], chain.Links.Select(l => l.Event.Kind));
        Assert.Contains(Convert.ToBase64String(chain.Links[1].Hash), Json(chain.Links[2]), StringComparison.Ordinal);
        Assert.Contains("\"previous\":\"\"", Json(chain.Links[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_needs_the_message_any_more_to_read_its_chain()
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        await _installation.QueryAsync(async db =>
        {
            await db.Notices.ExecuteDeleteAsync();
            await db.Deliveries.ExecuteDeleteAsync();
            return await db.Messages.ExecuteDeleteAsync();
        });

        Assert.Single((await ChainAsync(message)).Links);
    }

    [Theory]
    [InlineData("UPDATE MessageEvents SET Kind = 5 WHERE Sequence = 2", 1)]
    [InlineData("UPDATE MessageEvents SET At = At - 60000 WHERE Sequence = 2", 1)]
    [InlineData("UPDATE MessageEvents SET DeliveryId = randomblob(16) WHERE Sequence = 1", 0)]
    [InlineData("UPDATE MessageEvents SET Hash = randomblob(32) WHERE Sequence = 3", 2)]
    [InlineData("UPDATE MessageEvents SET Mac = randomblob(32) WHERE Sequence = 3", 2)]
    [InlineData("UPDATE MessageEvents SET Box = (SELECT Box FROM MessageEvents WHERE Sequence = 3) WHERE Sequence = 2", 1)]
    [InlineData("DELETE FROM MessageEvents WHERE Sequence = 2", 1)]
    [InlineData("UPDATE MessageEvents SET Sequence = 5 - Sequence WHERE Sequence = 1", 0)]
    public async Task A_link_that_was_changed_taken_out_or_moved_ends_what_counts(string change, int good)
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        await AddAsync(message, new EvidenceEvent(MessageEventKind.Notified), new EvidenceEvent(MessageEventKind.Opened));
        Assert.True((await ChainAsync(message)).Intact);

        await _installation.QueryAsync(db => db.Database.ExecuteSqlRawAsync(change));

        var chain = await ChainAsync(message);
        Assert.False(chain.Intact);
        Assert.Equal(good, chain.Links.Count);
    }

    [Fact]
    public async Task The_chain_of_one_message_is_not_taken_for_that_of_another()
    {
        var (one, other) = (await _post.DeliverAsync(Post.Mail("One"), Post.Anna), await _post.DeliverAsync(Post.Mail("Other"), Post.Anna));
        await _installation.QueryAsync(db => db.MessageEvents.Where(e => e.MessageId == one).ExecuteDeleteAsync());
        await _installation.QueryAsync(db => db.MessageEvents.ExecuteUpdateAsync(set => set.SetProperty(e => e.MessageId, one)));

        Assert.False((await ChainAsync(one)).Intact);
        Assert.Empty((await ChainAsync(other)).Links);
    }

    [Fact]
    public async Task A_mail_that_comes_twice_begins_no_second_chain()
    {
        using var message = await _post.SealAsync(Post.Mail("Contract"));
        await _post.SaveAsync(message, Post.Anna);
        using var again = await _post.SealAsync(Post.Mail("Contract"));
        var incoming = (await _post.IncomingAsync(again, Post.Anna)) with { ContentDigest = System.Security.Cryptography.SHA256.HashData(message.Id.ToByteArray()) };
        await _installation.Get<Portal.Core.Messages.SaveMessage>().SaveAsync(incoming, CancellationToken.None);

        Assert.Single(await _installation.QueryAsync(db => db.MessageEvents.ToListAsync()));
    }

    private static string Json(EvidenceLink link) => System.Text.Encoding.UTF8.GetString(link.Content).Replace("\\u002B", "+", StringComparison.Ordinal);

    private Task<EvidenceChain> ChainAsync(Guid message) => _installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);

    private Task<bool> AddAsync(Guid message, params EvidenceEvent[] events) => _installation.QueryAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await _installation.Get<AppendEvidence>().AddAsync(db, message, events, CancellationToken.None);
        await transaction.CommitAsync();
        return true;
    });
}
