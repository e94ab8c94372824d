using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage.Model;
using Portal.Ingest.Intake;
using Portal.Ingest.Tests.Smtp;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Notices come back to the bounce address, over the wire.</summary>
public sealed class ReturnedMailTests : IAsyncLifetime
{
    private readonly Office _office = new()
    {
        Listening = true,
        Settings = [("Ingest:SmtpListen", "127.0.0.1:0"), ("Tenants:default:BounceAddress", "bounces@portal.example")],
    };

    private string _address = "";

    private IntakeHost Portal => _office.Portal;

    public async Task InitializeAsync()
    {
        await _office.InitializeAsync();
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(await _office.WrapAsync(Originals.Fresh()), "bob@example.org")));
        _address = Portal.Get<BounceAddresses>().For("default", (await DeliveryAsync()).Id)!;
    }

    public Task DisposeAsync() => _office.DisposeAsync();

    [Fact]
    public async Task A_report_of_failure_is_taken_and_marks_the_delivery_and_nothing_of_it_is_kept()
    {
        var blobs = Kept.Files(Portal);
        await PlayAsync($"""
            C: MAIL FROM:<>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<{_address.ToUpperInvariant()}>
            S: 250 2.1.5 Recipient ok
            C: DATA
            S: 354 End data with <CRLF>.<CRLF>
            {Lines(Reports.Postfix)}
            C: .
            S: 250 2.0.0 Taken
            """);

        Assert.Equal("5.1.1", (await DeliveryAsync()).BounceStatus);
        Assert.NotNull(await Portal.QueryAsync(db => db.Mailboxes.Select(m => m.UndeliverableAt).SingleAsync()));
        Assert.Equal((1, 1, 1), await Portal.QueryAsync(async db => (
            await db.Messages.CountAsync(), await db.Mailboxes.CountAsync(), await db.MessageEvents.CountAsync(e => e.Kind == MessageEventKind.NoticeFailed))));
        Assert.Equal(blobs, Kept.Files(Portal));
        Assert.DoesNotContain(Portal.Log.Lines, line => line.Text.Contains("bob@", StringComparison.OrdinalIgnoreCase) || line.Text.Contains("User unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task By_BDAT_it_is_the_same()
    {
        var mail = Reports.Gmail;
        await PlayAsync($"""
            C: MAIL FROM:<>
            C: RCPT TO:<{_address}>
            C: BDAT {mail.Length} LAST
            C| {mail.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 250 2.0.0 Taken
            """);
        Assert.Equal("5.2.2", (await DeliveryAsync()).BounceStatus);
    }

    [Fact]
    public async Task Only_the_null_reverse_path_and_only_an_address_of_ours_come_in_and_alone()
    {
        await PlayAsync($"""
            C: MAIL FROM:<bob@example.org>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<{_address}>
            S: 550 5.7.1 Only reports are taken there: the reverse path must be empty
            C: RSET
            S: 250 2.0.0 Ok
            C: MAIL FROM:<>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<bounces+{new string('a', 48)}@portal.example>
            S: 550 5.1.1 No notice was sent from that address
            C: RCPT TO:<bounces+x@portal.example>
            S: 550 5.1.1 No notice was sent from that address
            C: RCPT TO:<{_address}>
            S: 250 2.1.5 Recipient ok
            C: RCPT TO:<bob@example.org>
            S: 452 4.5.3 Too many recipients
            C: RCPT TO:<{_address}>
            S: 452 4.5.3 Too many recipients
            C: RSET
            S: 250 2.0.0 Ok
            C: MAIL FROM:<>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<bob@example.org>
            S: 250 2.1.5 Recipient ok
            C: RCPT TO:<{_address}>
            S: 452 4.5.3 Too many recipients
            """);
        Assert.Null((await DeliveryAsync()).BouncedAt);
    }

    [Fact]
    public async Task An_absence_note_is_taken_and_dropped_and_a_delay_is_no_failure()
    {
        foreach (var mail in new[] { Reports.OutOfOffice, Reports.All["Postfix, delayed"].Mail })
        {
            await PlayAsync(Script(mail));
        }

        Assert.Null((await DeliveryAsync()).BouncedAt);
        Assert.Equal(1, await Portal.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task A_report_with_much_behind_it_is_read_and_what_is_behind_is_thrown_away()
    {
        var large = Reports.Exim.Replace("Text\r\n", string.Concat(Enumerable.Repeat("Text\r\n", 200_000)), StringComparison.Ordinal);
        await PlayAsync(Script(large));
        Assert.Equal("5.0.0", (await DeliveryAsync()).BounceStatus);
    }

    [Fact]
    public async Task A_tunnelled_mail_there_is_no_message_either()
    {
        await PlayAsync(Script(Encoding.Latin1.GetString(await _office.WrapAsync(Originals.Fresh())).ReplaceLineEndings("\r\n")));
        Assert.Equal((1, null), (await Portal.QueryAsync(db => db.Messages.CountAsync()), (await DeliveryAsync()).BouncedAt));
    }

    [Fact]
    public async Task Past_the_door_of_SMTP_the_address_is_nobodys_mailbox()
    {
        var outcomes = await Portal.AcceptAsync(await _office.WrapAsync(Originals.Fresh()), _address, "bounces@portal.example");
        Assert.All(outcomes, outcome => Assert.Equal(new IntakeOutcome.Rejected(550, "5.4.6", "The portal's own mail is not delivered here"), outcome));
    }

    [Fact]
    public async Task When_the_message_is_gone_the_address_is_unknown()
    {
        await Portal.ExecuteAsync("DELETE FROM Notices");
        await Portal.ExecuteAsync("DELETE FROM Deliveries");
        await PlayAsync(Script(Reports.Postfix).Replace("S: 250 2.0.0 Taken", "S: 550 5.1.1 No notice was sent from that address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Postfix", OutboxState.Returned, "5.1.1")]
    [InlineData("Postfix, delayed", OutboxState.Awaited, null)]
    public async Task A_report_on_what_somebody_wrote_here_waits_for_the_web_side(string system, OutboxState state, string? status)
    {
        var reply = new ReplyPayload
        {
            To = "sam@sender.example", Size = 1, ContentType = "application/pkcs7-mime", MailboxId = Guid.NewGuid(), DeliveryId = Guid.NewGuid(), Writer = "bob@example.org", Language = "",
        };
        var entry = Portal.Get<OutboxSealer>().Seal(reply, "default", Guid.NewGuid());
        entry.State = OutboxState.Awaited;
        await Portal.QueryAsync(async db =>
        {
            db.Add(entry);
            return await db.SaveChangesAsync();
        });
        _address = Portal.Get<BounceAddresses>().ForEntry("default", entry.Id)!;
        await PlayAsync(Script(Reports.All[system].Mail));

        var kept = await Portal.QueryAsync(db => db.Outbox.SingleAsync(e => e.Id == entry.Id));
        Assert.Equal((state, status, entry.Box.Length), (kept.State, kept.LastFailure, kept.Box.Length));
        Assert.Null((await DeliveryAsync()).BouncedAt);
    }

    private string Script(string mail) => $"""
        C: MAIL FROM:<>
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<{_address}>
        S: 250 2.1.5 Recipient ok
        C: DATA
        S: 354 End data with <CRLF>.<CRLF>
        {Lines(mail)}
        C: .
        S: 250 2.0.0 Taken
        """;

    private async Task PlayAsync(string script)
    {
        using var peer = new TcpClient();
        await peer.ConnectAsync(Portal.Door.Host, Portal.Door.Port);
        using var transcript = new Transcript(peer.GetStream());
        await transcript.PlayAsync($"""
            S: 220 portal.localhost ESMTP ready
            C: EHLO relay.example
            S*: 250
            {script}
            C: QUIT
            S: 221 2.0.0 Bye
            S: (closed)
            """);
    }

    private static string Lines(string mail) => string.Join('\n', mail.TrimEnd().Split("\r\n").Select(line =>
        $"C: {(line.StartsWith('.') ? "." : "")}{line.Replace("\\", "\\\\", StringComparison.Ordinal)}"));

    private Task<Delivery> DeliveryAsync() => Portal.QueryAsync(db => db.Deliveries.SingleAsync());
}
