using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Retention;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Retention;

public sealed class ExtendMessageTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;
    private UnlockedMailbox _anna = null!;
    private Guid _message;
    private Guid _id;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        _id = await _post.DeliveryAsync(_message);
        _anna = await _post.UnlockAsync(Post.Anna);
    }

    public async Task DisposeAsync()
    {
        _anna.Key.Dispose();
        await _installation.DisposeAsync();
    }

    [Fact]
    public async Task It_is_kept_for_the_tenants_time_from_now_and_warned_of_anew()
    {
        Assert.Null(await OfferAsync()); // nothing would be won yet
        Assert.False(await ExtendAsync());
        _installation.Clock.Move(TimeSpan.FromDays(170));
        await _installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiryToldAt, _installation.Clock.GetUtcNow())));
        var until = _installation.Clock.GetUtcNow() + TimeSpan.FromDays(180);
        Assert.Equal(until, await OfferAsync());

        Assert.True(await ExtendAsync());

        var row = await _installation.QueryAsync(db => db.Messages.AsNoTracking().SingleAsync());
        Assert.Equal((until, null), (row.ExpiresAt, row.ExpiryToldAt));
        var link = (await _installation.Get<ReadEvidence>().OfAsync(_message, CancellationToken.None)).Links[^1].Event;
        Assert.Equal((MessageEventKind.Extended, _id), (link.Kind, link.DeliveryId));
        Assert.False(await ExtendAsync()); // at once again nothing would be won
    }

    [Fact]
    public async Task Three_times_and_no_more_and_never_beyond_the_bound()
    {
        var first = await EndAsync();
        for (var n = 0; n < 3; n++)
        {
            _installation.Clock.Move(TimeSpan.FromDays(150));
            Assert.True(await ExtendAsync());
        }

        _installation.Clock.Move(TimeSpan.FromDays(100));
        Assert.Null(await OfferAsync());
        Assert.False(await ExtendAsync());
        Assert.True(await EndAsync() <= first - TimeSpan.FromDays(180) + TimeSpan.FromDays(730));
    }

    [Fact]
    public async Task The_bound_cuts_what_the_tenants_time_would_give()
    {
        await using var installation = await Installation.StartAsync(settings: ("Tenants:default:RetentionMax", "200.00:00:00"));
        var post = new Post(installation);
        var id = await post.DeliveryAsync(await post.DeliverAsync(Post.Mail("Contract"), Post.Anna));
        var anna = await post.UnlockAsync(Post.Anna);
        using var key = anna.Key;
        installation.Clock.Move(TimeSpan.FromDays(100));

        Assert.True(await installation.Get<ExtendMessage>().ExtendAsync([anna], id, CancellationToken.None));

        var row = await installation.QueryAsync(db => db.Messages.AsNoTracking().SingleAsync());
        Assert.Equal(row.ReceivedAt + TimeSpan.FromDays(200), row.ExpiresAt);
        Assert.False(await installation.Get<ExtendMessage>().ExtendAsync([anna], id, CancellationToken.None));
    }

    [Theory]
    [InlineData("another")]
    [InlineData("locked")]
    [InlineData("held")]
    [InlineData("for ever")]
    public async Task Nobody_extends_anothers_a_locked_a_held_or_an_endless_message(string what)
    {
        _installation.Clock.Move(TimeSpan.FromDays(170));
        var (before, now) = (await EndAsync(), _installation.Clock.GetUtcNow());
        await _installation.QueryAsync(db => what switch
        {
            "locked" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now)),
            "held" => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.HeldAt, now)),
            "for ever" => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, (DateTimeOffset?)null)),
            _ => db.Deliveries.CountAsync(),
        });
        await _post.MailboxAsync(Post.Bert);
        var reader = what == "another" ? await _post.UnlockAsync(Post.Bert) : _anna;

        Assert.False(await _installation.Get<ExtendMessage>().ExtendAsync([reader], _id, CancellationToken.None));
        Assert.Equal(what == "for ever" ? null : before, await EndAsync());
    }

    [Theory]
    [InlineData("X-Portal-Expires: 14d\r\n", false)]
    [InlineData("X-Portal-Expires: when read\r\n", true)] // says nothing
    public async Task Beyond_an_end_that_the_sender_named_only_he_keeps_it(string field, bool mayReader)
    {
        var message = await _post.DeliverAsync(field + Post.Mail("Offer"), Post.Anna);
        _id = await _post.DeliveryAsync(message);
        _installation.Clock.Move(TimeSpan.FromDays(10));

        Assert.Equal(mayReader, await OfferAsync() is not null);
        Assert.Equal(mayReader, await ExtendAsync());
        if (!mayReader)
        {
            var until = _installation.Clock.GetUtcNow() + TimeSpan.FromDays(180);
            Assert.Equal(until, await _installation.Get<ExtendMessage>().OfferToSenderAsync(message, CancellationToken.None));
            Assert.Equal(until, await _installation.Get<ExtendMessage>().BySenderAsync(message, CancellationToken.None));
            Assert.Null(await OfferAsync());
        }
    }

    [Fact]
    public async Task Many_times_at_once_it_counts_once()
    {
        _installation.Clock.Move(TimeSpan.FromDays(170));
        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(ExtendAsync)));
        Assert.Single(done, extended => extended);
    }

    private Task<bool> ExtendAsync() => _installation.Get<ExtendMessage>().ExtendAsync([_anna], _id, CancellationToken.None);

    private async Task<DateTimeOffset?> OfferAsync()
    {
        using var opened = await _installation.Get<OpenMessage>().OpenAsync([_anna], _id, CancellationToken.None);
        return await _installation.Get<ExtendMessage>().OfferAsync(opened!, CancellationToken.None);
    }

    private Task<DateTimeOffset?> EndAsync() => _installation.QueryAsync(db => db.Messages.Select(m => m.ExpiresAt).SingleAsync());
}
