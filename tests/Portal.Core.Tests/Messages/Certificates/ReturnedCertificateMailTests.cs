using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Messages.Tracking;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

/// <summary>The relay took what was encrypted to Anna's certificate, and later somebody behind it says that it did not arrive.</summary>
public sealed class ReturnedCertificateMailTests : CertificateBench
{
    private protected override (string Key, string Value)[] Settings => [("Tenants:default:BounceAddress", "bounces@portal.example")];

    [Theory]
    [InlineData("", 1)]
    [InlineData("Auto-Submitted: auto-generated\r\n", 0)]
    public async Task It_stands_in_the_chain_once_and_its_sender_is_told_unless_it_is_a_machine(string header, int told)
    {
        var message = await LeaveAsync(header);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RecordAsync(ReportedAction.Failed))), Assert.True);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TellOfReturnedAsync()));
        Assert.True(await RecordAsync(ReportedAction.Failed));
        await TellOfReturnedAsync();

        var chain = await Installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);
        Assert.True(chain.Intact);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.SentToCertificate, MessageEventKind.NoticeFailed], chain.Links.Select(l => l.Event.Kind));
        var failed = chain.Links[^1].Event;
        Assert.Equal((Post.Anna, "5.2.2", chain.Links[1].Event.DeliveryId), (failed.Recipient, failed.Facts["status"], failed.DeliveryId));
        var sent = await Installation.Get<ReadSent>().OfAsync(message, ["sam@sender.example"], CancellationToken.None);
        Assert.Equal(SentState.NotDelivered, Assert.Single(sent!.Recipients).State);
        var mails = await OpenedOutbox.OfAsync(Installation, OutboxKind.NoticeFailed, OutboxJson.Default.NoticeFailedPayload);
        Assert.Equal(
            Enumerable.Repeat(("sam@sender.example", Post.Anna, "5.2.2", (string?)null), told),
            mails.Select(mail => (mail.To, mail.RecipientAddress, mail.Status, mail.SenderToken)));
        Assert.Empty(Assert.Single(await EntriesAsync(OutboxKind.CertificateMail)).Box);
    }

    [Theory]
    [InlineData(ReportedAction.Delayed)]
    [InlineData(ReportedAction.PassedOn)]
    [InlineData(ReportedAction.Delivered)]
    public async Task Whatever_is_no_failure_changes_nothing(ReportedAction action)
    {
        var message = await LeaveAsync("");
        Assert.True(await RecordAsync(action));
        await TellOfReturnedAsync();
        Assert.Equal(OutboxState.Awaited, Assert.Single(await EntriesAsync(OutboxKind.CertificateMail)).State);
        Assert.Empty(await EntriesAsync(OutboxKind.NoticeFailed));
        Assert.Equal(2, (await Installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None)).Links.Count);
    }

    [Fact]
    public async Task The_mail_with_the_code_leaves_as_before()
    {
        Assert.Null(await AddAsync(Key.Pem));
        await SendAllAsync();
        Assert.DoesNotContain(Server.Lines, line => line.Contains("bounces", StringComparison.Ordinal));
        Assert.Equal((OutboxState.Sent, 0), (await EntriesAsync(OutboxKind.CertificateChallenge)).Select(e => (e.State, e.Box.Length)).Single());
    }

    private async Task<Guid> LeaveAsync(string header)
    {
        await UseAsync();
        var message = await new Post(Installation).DeliverAsync(header + Post.Mail("Hello"), Post.Anna);
        await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind != OutboxKind.CertificateMail).ExecuteDeleteAsync());
        await SendAllAsync();
        var address = Address(Assert.Single(await EntriesAsync(OutboxKind.CertificateMail)));
        Assert.Contains(Server.Lines, line => line.Contains($"<{address}>", StringComparison.Ordinal));
        return message;
    }

    private async Task SendAllAsync()
    {
        var queue = Installation.Get<OutboxQueue>();
        foreach (var entry in await queue.TurnAsync([], 10, TimeSpan.FromMinutes(5), CancellationToken.None))
        {
            var settled = await Installation.Get<SendEntry>().SendAsync(entry, CancellationToken.None);
            await queue.TurnAsync([settled], 0, TimeSpan.FromMinutes(5), CancellationToken.None);
        }
    }

    private string? Address(OutboxEntry entry) => Installation.Get<BounceAddresses>().ForEntry(entry.Tenant, entry.Id);

    private async Task<bool> RecordAsync(ReportedAction action) => await Installation.Get<RecordBounce>().RunAsync(
        Installation.Get<BounceAddresses>().Find(Address(Assert.Single(await EntriesAsync(OutboxKind.CertificateMail)))!)!,
        new DeliveryReport(action, "5.2.2"),
        CancellationToken.None);

    private Task TellOfReturnedAsync() => Installation.Get<TellOfReturned>().RunAsync(CancellationToken.None);
}
