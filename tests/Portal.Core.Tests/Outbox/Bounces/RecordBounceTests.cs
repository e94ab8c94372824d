using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Outbox.Bounces;

/// <summary>A notice does not arrive, and whoever hears of it takes it down.</summary>
public sealed class RecordBounceTests : IAsyncLifetime
{
    private static readonly DeliveryReport Unknown = new(ReportedAction.Failed, "5.1.1");

    private Installation _installation = null!;
    private Invitation _anna = null!;
    private Delivery _delivery = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Invitation.SendAsync(_installation, Post.Anna);
        _delivery = await DeliveryAsync();
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_failure_marks_delivery_and_mailbox_once_and_is_a_link_of_the_chain()
    {
        Assert.True(await RecordAsync(Unknown));
        var (first, since) = (await DeliveryAsync(), await UndeliverableAsync());
        _installation.Clock.Move(TimeSpan.FromHours(1));
        Assert.True(await RecordAsync(new DeliveryReport(ReportedAction.Failed, "5.2.2")));

        Assert.NotNull(since);
        Assert.Equal(since, first.BouncedAt);
        Assert.Equal(("5.1.1", since), ((await DeliveryAsync()).BounceStatus, await UndeliverableAsync()));
        var chain = await _installation.Get<ReadEvidence>().OfAsync(_delivery.MessageId, CancellationToken.None);
        Assert.True(chain.Intact);
        var failed = Assert.Single(chain.Links, link => link.Event.Kind == MessageEventKind.NoticeFailed).Event;
        Assert.Equal((_delivery.Id, Post.Anna, "5.1.1"), (failed.DeliveryId, failed.Recipient, failed.Facts["status"]));
    }

    [Theory]
    [InlineData(ReportedAction.Delayed)]
    [InlineData(ReportedAction.PassedOn)]
    [InlineData(ReportedAction.Delivered)]
    public async Task Whatever_is_no_failure_marks_nothing(ReportedAction action)
    {
        Assert.True(await RecordAsync(new DeliveryReport(action, "4.4.1")));
        Assert.Equal((null, null), ((await DeliveryAsync()).BouncedAt, await UndeliverableAsync()));
    }

    [Fact]
    public async Task What_is_there_no_more_is_said()
    {
        Assert.False(await _installation.Get<RecordBounce>().RunAsync(Guid.NewGuid(), Unknown, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_opened_before_needs_no_notice()
    {
        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, _installation.Clock.GetUtcNow())));
        Assert.True(await RecordAsync(Unknown));
        Assert.Equal((null, null), ((await DeliveryAsync()).BouncedAt, await UndeliverableAsync()));
    }

    [Fact]
    public async Task A_report_of_success_takes_the_mark_off_the_mailbox()
    {
        await RecordAsync(Unknown);
        await RecordAsync(new DeliveryReport(ReportedAction.Delivered, "2.1.5"));
        Assert.Null(await UndeliverableAsync());
        Assert.NotNull((await DeliveryAsync()).BouncedAt);
    }

    [Fact]
    public async Task Who_registers_by_a_notice_has_got_one()
    {
        await RecordAsync(Unknown);
        Assert.IsType<RegisterOutcome.Registered>(await _installation.Get<RegisterAccount>().RegisterAsync(_anna.Request(), CancellationToken.None));
        Assert.Null(await UndeliverableAsync());
    }

    [Fact]
    public async Task Opening_a_message_that_was_told_of_takes_the_mark_off_and_opening_the_bounced_one_does_not()
    {
        await RecordAsync(Unknown);
        var post = new Post(_installation);
        var mailboxes = new[] { await post.UnlockAsync(Post.Anna) };
        Assert.True(await _installation.Get<MarkRead>().MarkAsync(mailboxes, _delivery.Id, CancellationToken.None));
        Assert.NotNull(await UndeliverableAsync());

        var next = await post.DeliveryAsync(await post.DeliverAsync(Post.Mail("Next"), Post.Anna));
        Assert.True(await _installation.Get<MarkRead>().MarkAsync(mailboxes, next, CancellationToken.None));
        Assert.Null(await UndeliverableAsync());
    }

    [Theory]
    [InlineData("550 5.1.1", "5.1.1")]
    [InlineData("550", "550")]
    [InlineData("unreadable entry", null)]
    [InlineData("unknown tenant", null)]
    public async Task A_relay_that_refuses_the_notice_for_good_does_the_same(string reason, string? status)
    {
        await SettleAsync(new SendOutcome.Refused(reason), attempts: 0);
        Assert.Equal(status, (await DeliveryAsync()).BounceStatus);
        Assert.Equal(status is not null, await UndeliverableAsync() is not null);
    }

    [Fact]
    public async Task So_does_a_notice_that_could_not_leave_for_as_long_as_we_try_and_one_that_will_be_tried_again_does_not()
    {
        await SettleAsync(new SendOutcome.Deferred("timeout"), attempts: 0);
        Assert.Null((await DeliveryAsync()).BouncedAt);
        _installation.Clock.Move(TimeSpan.FromDays(1));
        await SettleAsync(new SendOutcome.Deferred("timeout"), attempts: 1000);
        Assert.Equal("4.4.7", (await DeliveryAsync()).BounceStatus);
    }

    private Task<bool> RecordAsync(DeliveryReport report) => _installation.Get<RecordBounce>().RunAsync(_delivery.Id, report, CancellationToken.None);

    private async Task SettleAsync(SendOutcome outcome, int attempts)
    {
        using var journal = new OutboxJournal(_installation.Get<DataFolder>(), new BootId(Guid.NewGuid()));
        var queue = new OutboxQueue(
            _installation.Get<IDbContextFactory<PortalContext>>(), journal, _installation.Clock, bounces: _installation.Get<RecordBounce>());
        var claimed = await queue.TurnAsync([], 10, TimeSpan.FromMinutes(3), CancellationToken.None);
        var notice = claimed.Single(entry => entry.Kind == OutboxKind.Notice);
        Assert.Equal(_delivery.Id, notice.DeliveryId);
        notice.Attempts = attempts;
        await queue.TurnAsync([new Settlement(notice, outcome)], 0, TimeSpan.FromMinutes(3), CancellationToken.None);
    }

    private Task<Delivery> DeliveryAsync() => _installation.QueryAsync(db => db.Deliveries.OrderBy(d => d.Position).FirstAsync());

    private Task<DateTimeOffset?> UndeliverableAsync() => _installation.QueryAsync(db => db.Mailboxes.Select(m => m.UndeliverableAt).SingleAsync());
}
