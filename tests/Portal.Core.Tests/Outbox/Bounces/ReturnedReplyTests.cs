using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Messages.Replies;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Bounces;

/// <summary>The relay took a reply, and later somebody behind it says that it did not arrive.</summary>
public sealed partial class ReturnedReplyTests : ReplyBench
{
    private static readonly DeliveryReport Unknown = new(ReportedAction.Failed, "5.1.1");

    private readonly ScriptedServer _relay = new() { Extensions = ["SIZE 10000000", "PIPELINING"] };

    private protected override (string Key, string Value)[] Settings =>
    [
        ("Relay:Host", "127.0.0.1"), ("Relay:Port", _relay.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Relay:Security", "None"),
        ("Tenants:default:BounceAddress", "bounces@portal.example"),
    ];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task It_lies_in_the_writers_inbox_once_however_often_it_is_reported()
    {
        await SendAsync(Reply());
        await DeliverAsync();
        var target = Sender();
        Assert.Equal(await EntryAsync(e => e.Id), target.EntryId);
        Assert.Null(target.DeliveryId);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RecordAsync(target, Unknown))), Assert.True);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TellAsync()));
        Assert.True(await RecordAsync(target, Unknown));
        await TellAsync();

        Assert.Equal(Post.Anna, Assert.Single(await ToldAsync()).To);
        Assert.Equal((OutboxState.Sent, 0, "5.1.1"), await EntryAsync(e => (e.State, e.Box.Length, e.LastFailure)));
        await Get<ReturnReplies>().RunAsync([Anna], "default", "en", CancellationToken.None);
        var returned = await Installation.QueryAsync(db => db.Deliveries.Where(d => d.ReadAt == null && d.Id != Received).SingleAsync());
        using var message = await Get<OpenMessage>().OpenAsync([Anna], returned.Id, CancellationToken.None);
        await using var original = message!.OpenOriginal();
        var text = await new StreamReader(original).ReadToEndAsync();
        Assert.Contains("To: sam@sender.example\r\n", text, StringComparison.Ordinal);
        Assert.Contains("5.1.1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportedAction.Delayed)]
    [InlineData(ReportedAction.PassedOn)]
    [InlineData(ReportedAction.Delivered)]
    public async Task Whatever_is_no_failure_tells_nobody(ReportedAction action)
    {
        await SendAsync(Reply());
        await DeliverAsync();
        Assert.True(await RecordAsync(Sender(), new DeliveryReport(action, "4.4.1")));
        await TellAsync();
        Assert.Equal((0, OutboxState.Awaited), ((await ToldAsync()).Count, await EntryAsync(e => e.State)));
    }

    [Fact]
    public async Task A_copy_that_is_gone_by_then_comes_back_to_nobody()
    {
        await SendAsync(Reply());
        await DeliverAsync();
        await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Folder == DeliveryFolder.Sent).ExecuteDeleteAsync());
        Assert.True(await RecordAsync(Sender(), Unknown));
        await TellAsync();
        Assert.Empty(await ToldAsync());
        Assert.Equal(0, await EntryAsync(e => e.Box.Length));
        Assert.Equal(0, await Installation.QueryAsync(db => db.ReplyFailures.CountAsync()));
    }

    [Fact]
    public async Task A_report_that_is_here_before_the_outbox_knows_that_it_left_counts_and_it_is_not_sent_again()
    {
        await SendAsync(Reply());
        var queue = Get<OutboxQueue>();
        var entry = Assert.Single(await queue.TurnAsync([], 10, TimeSpan.FromMinutes(5), CancellationToken.None));
        var settled = await Get<SendEntry>().SendAsync(entry, CancellationToken.None);
        Assert.True(await RecordAsync(Sender(), Unknown));
        await queue.TurnAsync([settled], 0, TimeSpan.FromMinutes(5), CancellationToken.None);
        await TellAsync();
        Assert.Single(await ToldAsync());
        Installation.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(OutboxKind.ReplyFailed, Assert.Single(await DeliverAsync()).Entry.Kind);
    }

    [Fact]
    public async Task What_a_killed_process_had_sent_comes_back_too()
    {
        await SendAsync(Reply());
        using (var journal = new OutboxJournal(Get<DataFolder>(), Get<BootId>()))
        {
            var queue = new OutboxQueue(Get<IDbContextFactory<PortalContext>>(), journal, Installation.Clock);
            journal.Note(Assert.Single(await queue.TurnAsync([], 10, TimeSpan.FromMinutes(5), CancellationToken.None)), JournalState.Taken);
        }

        await Get<TakeOverOutbox>().RunAsync(CancellationToken.None);
        Assert.Equal((OutboxState.Awaited, 1), await EntryAsync(e => (e.State, e.Attempts)));
        Assert.True(await RecordAsync(new BounceTarget("default", null, await EntryAsync(e => e.Id)), Unknown));
        await TellAsync();
        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task After_two_weeks_nothing_is_kept_of_whom_to_tell_and_a_report_tells_nobody()
    {
        await SendAsync(Reply());
        await DeliverAsync();
        Installation.Clock.Move(TimeSpan.FromDays(13.9));
        await TellAsync();
        Assert.NotEqual(0, await EntryAsync(e => e.Box.Length));
        Installation.Clock.Move(TimeSpan.FromDays(0.2));
        await TellAsync();
        Assert.Equal((OutboxState.Sent, 0), await EntryAsync(e => (e.State, e.Box.Length)));
        Assert.True(await RecordAsync(Sender(), Unknown));
        await TellAsync();
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_tells_nobody_and_keeps_nobody_waiting()
    {
        await SendAsync(Reply());
        await DeliverAsync();
        await Installation.QueryAsync(db => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(e => e.Box, new byte[200])));
        Assert.True(await RecordAsync(Sender(), Unknown));
        await TellAsync();
        Assert.Empty(await ToldAsync());
        Assert.Equal(OutboxState.Sent, await EntryAsync(e => e.State));
    }

    [Fact]
    public async Task What_never_left_did_not_come_back() =>
        Assert.False(await RecordAsync(new BounceTarget("default", null, Guid.NewGuid()), Unknown));

    // What the relay was told.
    private BounceTarget Sender() =>
        Get<BounceAddresses>().Find(_relay.Lines.Select(line => ReversePath().Match(line)).First(match => match.Success).Groups[1].Value)!;

    private Task<bool> RecordAsync(BounceTarget target, DeliveryReport report) => Get<RecordBounce>().RunAsync(target, report, CancellationToken.None);

    private Task TellAsync() => Get<TellOfReturned>().RunAsync(CancellationToken.None);

    private Task<IReadOnlyList<ReplyFailedPayload>> ToldAsync() =>
        OpenedOutbox.OfAsync(Installation, OutboxKind.ReplyFailed, OutboxJson.Default.ReplyFailedPayload);

    private async Task<T> EntryAsync<T>(Func<OutboxEntry, T> read) => read(Assert.Single(await EntriesAsync(), e => e.Kind == OutboxKind.Reply));

    [GeneratedRegex("MAIL FROM:<([^>]+)>", RegexOptions.IgnoreCase)]
    private static partial Regex ReversePath();
}
