using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Messages;
using Portal.Core.Messages.Certificates;
using Portal.Core.Messages.Tracking;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Microsoft.Extensions.Configuration;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

/// <summary>Anna has shown the key of her certificate, and gets her mail that way.</summary>
public sealed class OwnCertificateTests : CertificateBench
{
    [Fact]
    public async Task A_message_leaves_encrypted_and_nothing_of_it_stays_and_the_same_mail_again_is_absorbed()
    {
        await UseAsync();
        var before = Installation.Blobs().Count;
        using var message = await new Post(Installation).SealAsync(Original);
        var incoming = await new Post(Installation).IncomingAsync(message, Post.Anna);
        await Installation.Get<SaveMessage>().SaveAsync(incoming, CancellationToken.None);

        Assert.Equal((1, 1), await Installation.QueryAsync(async db => (await db.Deliveries.CountAsync(), await db.Messages.CountAsync())));
        Assert.Equal(before + 1, Installation.Blobs().Count);
        Assert.Empty(await EntriesAsync(OutboxKind.Notice));
        Assert.Equal([Post.Anna], Assert.Single(await ConfirmationsAsync()).Recipients);
        var mail = await ComposeAsync(Assert.Single(await EntriesAsync(OutboxKind.CertificateMail)));
        var outer = Encoding.UTF8.GetString(mail);
        Assert.Contains("From: \"Sam Sender via Secure mail\" <portal@localhost>\r\n", outer, StringComparison.Ordinal);
        Assert.Contains("Reply-To: \"Sam Sender\" <sam@sender.example>\r\n", outer, StringComparison.Ordinal);
        Assert.Contains("Subject: Secure mail: encrypted message\r\n", outer, StringComparison.Ordinal);
        Assert.DoesNotContain("contract", outer, StringComparison.Ordinal);
        var inner = await Key.DecryptAsync(mail);
        Assert.Equal(["Your contract", "text/plain", "cipher", "Grüße aus Zürich."], await PythonAsync(inner));
        Assert.DoesNotContain("secret@elsewhere.example", inner, StringComparison.Ordinal);

        var chain = await Installation.Get<ReadEvidence>().OfAsync(message.Id, CancellationToken.None);
        Assert.True(chain.Intact);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.SentToCertificate], chain.Links.Select(l => l.Event.Kind));

        using var again = await new Post(Installation).SealAsync(Original);
        await Installation.Get<SaveMessage>().SaveAsync((await new Post(Installation).IncomingAsync(again, Post.Anna)) with { ContentDigest = incoming.ContentDigest }, CancellationToken.None);
        Assert.Single(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(before + 1, Installation.Blobs().Count);
        Assert.True(await Installation.Get<RecogniseMail>().WasDeletedAsync("default", Post.Anna, incoming.ContentDigest, CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_wants_no_answers_is_named_for_none()
    {
        await UseAsync();
        await new Post(Installation).DeliverAsync("X-Portal-No-Reply: yes\r\n" + Post.Mail("Statement"), Post.Anna);
        var outer = Encoding.UTF8.GetString(await ComposeAsync(Assert.Single(await EntriesAsync(OutboxKind.CertificateMail))));
        Assert.DoesNotContain("Reply-To", outer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_certificate_finds_the_same_message_in_the_portal()
    {
        await UseAsync();
        var message = await new Post(Installation).DeliverAsync(Post.Mail("To both"), Post.Anna, Post.Bert);
        Assert.Single(await EntriesAsync(OutboxKind.CertificateMail));
        var sent = await Installation.Get<ReadSent>().OfAsync(message, ["sam@sender.example"], CancellationToken.None);
        Assert.Equal(
            [(Post.Anna, SentState.SentToCertificate), (Post.Bert, SentState.Stored)], sent!.Recipients.Select(r => (r.Address, r.State)).OrderBy(r => r.Address));
        Assert.Equal([Post.Anna, Post.Bert], Assert.Single(await ConfirmationsAsync()).Recipients.Order(StringComparer.Ordinal));
        var hers = sent.Recipients.Single(r => r.Address == Post.Anna);
        Assert.Equal((false, false, false, false), (hers.MayNotify, hers.MayRenew, hers.MayWithdraw, hers.MayLock));
        Assert.Equal(1, await Installation.QueryAsync(db => db.Deliveries.CountAsync(d => db.Mailboxes.Any(m => m.Id == d.MailboxId && m.Address == Post.Bert))));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("Auto-Submitted: auto-generated\r\n", 0)]
    public async Task What_the_relay_will_not_take_stands_in_the_chain_and_its_sender_is_told_unless_it_is_a_machine(string header, int told)
    {
        await UseAsync();
        var message = await new Post(Installation).DeliverAsync(header + Post.Mail("Too large for the relay"), Post.Anna);
        await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind != OutboxKind.CertificateMail).ExecuteDeleteAsync());
        Server.Extensions = ["SIZE 1000"];
        var queue = Installation.Get<OutboxQueue>();
        var entry = Assert.Single(await queue.TurnAsync([], 10, TimeSpan.FromMinutes(5), CancellationToken.None));
        await queue.TurnAsync([await Installation.Get<SendEntry>().SendAsync(entry, CancellationToken.None)], 0, TimeSpan.FromMinutes(5), CancellationToken.None);

        var chain = await Installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.SentToCertificate, MessageEventKind.NoticeFailed], chain.Links.Select(l => l.Event.Kind));
        Assert.Equal("5.3.4", chain.Links[^1].Event.Facts["status"]);
        var sent = await Installation.Get<ReadSent>().OfAsync(message, ["sam@sender.example"], CancellationToken.None);
        Assert.Equal(SentState.NotDelivered, Assert.Single(sent!.Recipients).State);
        var mails = await OpenedOutbox.OfAsync(Installation, OutboxKind.NoticeFailed, OutboxJson.Default.NoticeFailedPayload);
        Assert.Equal(Enumerable.Repeat(("sam@sender.example", "5.3.4"), told), mails.Select(mail => (mail.To, mail.Status)));
    }

    [Fact]
    public async Task What_is_too_large_or_wants_a_second_factor_waits_in_the_portal()
    {
        await UseAsync();
        await new Post(Installation).DeliverAsync(Post.Mail("Large", new string('x', 200_000)), Post.Anna);
        await new Post(Installation).DeliverAsync("X-Portal-Second-Factor: yes\r\n" + Post.Mail("Secret"), Post.Anna);
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(3, await Installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Theory]
    [InlineData(AccountState.LockedByAdmin)]
    [InlineData(AccountState.Expired)]
    public async Task What_comes_for_a_locked_or_expired_account_waits_in_the_portal(AccountState state)
    {
        await UseAsync();
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, state)));
        await DeliverAsync("Waits");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(2, await Installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Fact]
    public async Task The_person_may_have_it_wait_again_and_all_addresses_are_told()
    {
        await UseAsync();
        var id = await RowAsync();
        Assert.True(await Installation.Get<ChangeCertificate>().UseAsync(Anna, id, false, CancellationToken.None));
        Assert.False(await Installation.Get<ChangeCertificate>().UseAsync(Anna, id, false, CancellationToken.None));
        await DeliverAsync("Waits");
        Assert.True(await Installation.Get<ChangeCertificate>().UseAsync(Anna, id, true, CancellationToken.None));
        Assert.True(await Installation.Get<ChangeCertificate>().RemoveAsync(Anna, id, CancellationToken.None));
        await DeliverAsync("Waits too");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(4, (await EntriesAsync(OutboxKind.Factor)).Count);
    }

    [Fact]
    public async Task When_it_has_ended_mail_waits_and_its_owner_was_told_two_weeks_before_and_at_the_end()
    {
        await UseAsync();
        var told = (await EntriesAsync(OutboxKind.Factor)).Count;
        Installation.Clock.Move(TimeSpan.FromDays(365 - 15));
        await TellAsync();
        Assert.Equal(told, (await EntriesAsync(OutboxKind.Factor)).Count);
        Installation.Clock.Move(TimeSpan.FromDays(1.1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TellAsync()));
        Assert.Equal(told + 1, (await EntriesAsync(OutboxKind.Factor)).Count);
        Installation.Clock.Move(TimeSpan.FromDays(14));
        await TellAsync();
        await TellAsync();
        Assert.Equal(told + 2, (await EntriesAsync(OutboxKind.Factor)).Count);
        await DeliverAsync("After its end");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        foreach (var entry in (await EntriesAsync(OutboxKind.Factor)).Skip(told))
        {
            Assert.Contains("certificate", Encoding.UTF8.GetString(await ComposeAsync(entry)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_loses_no_mail()
    {
        await UseAsync();
        using var other = OwnKey.Create(Installation.Clock.GetUtcNow(), curve: ECCurve.NamedCurves.nistP384);
        await Installation.QueryAsync(db => db.MailboxCertificates.ExecuteUpdateAsync(set => set.SetProperty(c => c.Certificate, other.Certificate.RawData)));
        await DeliverAsync("Not lost");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(2, await Installation.QueryAsync(db => db.Deliveries.CountAsync()));

        var listed = Assert.Single((await Installation.Get<ListCertificates>().OfAsync(Anna.AccountId, CancellationToken.None))[0].Certificates);
        Assert.Equal(((CertificateFault?)CertificateFault.Key, false), (listed.Fault, listed.Ended));
        var change = Installation.Get<ChangeCertificate>();
        Assert.True(await change.UseAsync(Anna, await RowAsync(), false, CancellationToken.None));
        Assert.False(await change.UseAsync(Anna, await RowAsync(), true, CancellationToken.None));
    }

    private static string Original => "From: Sam Sender <sam@sender.example>\r\nTo: <anna@recipient.example>\r\nBcc: secret@elsewhere.example\r\nSubject: Your contract\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: text/plain;\r\n charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße aus Zürich.\r\n";

    // What another's library makes of it: subject, type, mark, text.
    private static async Task<string[]> PythonAsync(string entity) => JsonSerializer.Deserialize<string[]>(await Tool.RunAsync("python3", ["-c",
        """
        import sys, json, email, email.policy
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        print(json.dumps([m["Subject"], m.get_content_type(), m["Content-Type"].params["hp"], m.get_content().strip()]))
        """], Encoding.UTF8.GetBytes(entity)))!;
}
