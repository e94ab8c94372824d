using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Accounts.Factors;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Messages.Certificates;
using Portal.Core.Messages.Tracking;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Mails;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Microsoft.Extensions.Configuration;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Outbox.Relay;
using Portal.Core.Tests.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

/// <summary>Anna has a certificate of her own, shows its key, and gets her mail that way.</summary>
public sealed partial class OwnCertificateTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ScriptedServer _server = new();
    private Installation _installation = null!;
    private OwnKey _key = null!;
    private FactorOwner _anna = null!;
    private Guid _mailbox;

    public async Task InitializeAsync()
    {
        var relay = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Relay:Host"] = "127.0.0.1", ["Relay:Port"] = $"{_server.Port}", ["Relay:Security"] = "None",
        }).Build();
        _installation = await Installation.StartAsync(
            services => services.AddOutbox(relay), ("Tenants:default:OwnCertificateMaxBytes", "200000"), ("Tenants:default:SentConfirmation", "On"));
        _key = OwnKey.Create(_installation.Clock.GetUtcNow());
        _anna = new FactorOwner((await Accounts.Person.RegisterAsync(_installation, Post.Anna)).Id, "default", "Firefox, Linux");
        _mailbox = await _installation.QueryAsync(db => db.Mailboxes.Select(m => m.Id).SingleAsync());
        await _installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
        await _installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, "en")));
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await _server.DisposeAsync();

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _installation.DisposeAsync();
    }

    [Fact]
    public async Task The_code_lies_in_a_mail_that_only_the_key_opens_and_until_it_is_typed_mail_waits_in_the_portal()
    {
        Assert.Null(await AddAsync(_key.Pem));
        var challenge = Assert.Single(await EntriesAsync(OutboxKind.CertificateChallenge));
        var mail = await ComposeAsync(challenge);
        Assert.DoesNotMatch(Digits(), Encoding.ASCII.GetString(mail));
        await DeliverAsync("Before the code");
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));

        Assert.Equal(ProveCertificateOutcome.Wrong, await ProveAsync("00000000"));
        Assert.Equal(ProveCertificateOutcome.Proved, await ProveAsync(Digits().Match(await _key.DecryptAsync(mail)).Value));

        Assert.Equal(FactorChange.CertificateInUse, await _installation.QueryAsync(db => db.FactorEvents.Select(e => e.Change).SingleAsync()));
        Assert.Single(await EntriesAsync(OutboxKind.Factor));
        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync("00000000"));
    }

    [Fact]
    public async Task Ten_wrong_codes_end_it_and_a_day_too()
    {
        await AddAsync(_key.Pem);
        var code = await CodeAsync();
        for (var i = 1; i < CertificateCode.Tries; i++)
        {
            Assert.Equal(ProveCertificateOutcome.Wrong, await ProveAsync("x"));
        }

        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync("x"));
        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync(code));

        await AddAsync(_key.Pem);
        code = await CodeAsync();
        _installation.Clock.Move(CertificateCode.Lifetime);
        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync(code));
    }

    [Fact]
    public async Task Another_finds_neither_the_mailbox_nor_the_certificate()
    {
        var bert = new FactorOwner((await Accounts.Person.RegisterAsync(_installation, Post.Bert)).Id, "default", "");
        Assert.Equal(CertificateFault.Unreadable, await _installation.Get<AddCertificate>().AddAsync(bert, _mailbox, _key.Pem, null, CancellationToken.None));
        await UseAsync();
        var id = await RowAsync();
        Assert.Equal(ProveCertificateOutcome.Ended, await _installation.Get<ProveCertificate>().ProveAsync(bert, id, "x", CancellationToken.None));
        Assert.False(await _installation.Get<ChangeCertificate>().UseAsync(bert, id, false, CancellationToken.None));
        Assert.False(await _installation.Get<ChangeCertificate>().RemoveAsync(bert, id, CancellationToken.None));
    }

    [Fact]
    public async Task A_message_leaves_encrypted_and_nothing_of_it_stays_and_the_same_mail_again_is_absorbed()
    {
        await UseAsync();
        var before = _installation.Blobs().Count;
        using var message = await new Post(_installation).SealAsync(Original);
        var incoming = await new Post(_installation).IncomingAsync(message, Post.Anna);
        await _installation.Get<SaveMessage>().SaveAsync(incoming, CancellationToken.None);

        Assert.Equal((1, 1), await _installation.QueryAsync(async db => (await db.Deliveries.CountAsync(), await db.Messages.CountAsync())));
        Assert.Equal(before + 1, _installation.Blobs().Count);
        Assert.Empty(await EntriesAsync(OutboxKind.Notice));
        Assert.Equal([Post.Anna], Assert.Single(await ConfirmationsAsync()).Recipients);
        var mail = await ComposeAsync(Assert.Single(await EntriesAsync(OutboxKind.CertificateMail)));
        var outer = Encoding.UTF8.GetString(mail);
        Assert.Contains("From: \"Sam Sender via Secure mail\" <portal@localhost>\r\n", outer, StringComparison.Ordinal);
        Assert.Contains("Reply-To: \"Sam Sender\" <sam@sender.example>\r\n", outer, StringComparison.Ordinal);
        Assert.Contains("Subject: Secure mail: encrypted message\r\n", outer, StringComparison.Ordinal);
        Assert.DoesNotContain("contract", outer, StringComparison.Ordinal);
        var inner = await _key.DecryptAsync(mail);
        Assert.Equal(["Your contract", "text/plain", "cipher", "Grüße aus Zürich."], await PythonAsync(inner));
        Assert.DoesNotContain("secret@elsewhere.example", inner, StringComparison.Ordinal);

        var chain = await _installation.Get<ReadEvidence>().OfAsync(message.Id, CancellationToken.None);
        Assert.True(chain.Intact);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.SentToCertificate], chain.Links.Select(l => l.Event.Kind));

        using var again = await new Post(_installation).SealAsync(Original);
        await _installation.Get<SaveMessage>().SaveAsync((await new Post(_installation).IncomingAsync(again, Post.Anna)) with { ContentDigest = incoming.ContentDigest }, CancellationToken.None);
        Assert.Single(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(before + 1, _installation.Blobs().Count);
        Assert.True(await _installation.Get<RecogniseMail>().WasDeletedAsync("default", Post.Anna, incoming.ContentDigest, CancellationToken.None));
    }

    [Fact]
    public async Task Who_has_no_certificate_finds_the_same_message_in_the_portal()
    {
        await UseAsync();
        var message = await new Post(_installation).DeliverAsync(Post.Mail("To both"), Post.Anna, Post.Bert);
        Assert.Single(await EntriesAsync(OutboxKind.CertificateMail));
        var sent = await _installation.Get<ReadSent>().OfAsync(message, ["sam@sender.example"], CancellationToken.None);
        Assert.Equal(
            [(Post.Anna, SentState.SentToCertificate), (Post.Bert, SentState.Stored)], sent!.Recipients.Select(r => (r.Address, r.State)).OrderBy(r => r.Address));
        Assert.Equal([Post.Anna, Post.Bert], Assert.Single(await ConfirmationsAsync()).Recipients.Order(StringComparer.Ordinal));
        var hers = sent.Recipients.Single(r => r.Address == Post.Anna);
        Assert.Equal((false, false, false, false), (hers.MayNotify, hers.MayRenew, hers.MayWithdraw, hers.MayLock));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => db.Mailboxes.Any(m => m.Id == d.MailboxId && m.Address == Post.Bert))));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("Auto-Submitted: auto-generated\r\n", 0)]
    public async Task What_the_relay_will_not_take_stands_in_the_chain_and_its_sender_is_told_unless_it_is_a_machine(string header, int told)
    {
        await UseAsync();
        var message = await new Post(_installation).DeliverAsync(header + Post.Mail("Too large for the relay"), Post.Anna);
        await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind != OutboxKind.CertificateMail).ExecuteDeleteAsync());
        _server.Extensions = ["SIZE 1000"];
        var queue = _installation.Get<OutboxQueue>();
        var entry = Assert.Single(await queue.TurnAsync([], 10, TimeSpan.FromMinutes(5), CancellationToken.None));
        await queue.TurnAsync([await _installation.Get<SendEntry>().SendAsync(entry, CancellationToken.None)], 0, TimeSpan.FromMinutes(5), CancellationToken.None);

        var chain = await _installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.SentToCertificate, MessageEventKind.NoticeFailed], chain.Links.Select(l => l.Event.Kind));
        Assert.Equal("5.3.4", chain.Links[^1].Event.Facts["status"]);
        var sent = await _installation.Get<ReadSent>().OfAsync(message, ["sam@sender.example"], CancellationToken.None);
        Assert.Equal(SentState.NotDelivered, Assert.Single(sent!.Recipients).State);
        var mails = await OpenedOutbox.OfAsync(_installation, OutboxKind.NoticeFailed, OutboxJson.Default.NoticeFailedPayload);
        Assert.Equal(Enumerable.Repeat(("sam@sender.example", "5.3.4"), told), mails.Select(mail => (mail.To, mail.Status)));
    }

    [Fact]
    public async Task Five_codes_an_hour_are_sent_and_no_more()
    {
        for (var i = 0; i < AddCertificate.MostPerHour; i++)
        {
            Assert.Null(await AddAsync(_key.Pem));
        }

        Assert.Equal(CertificateFault.TooMany, await AddAsync(_key.Pem));
        _installation.Clock.Move(TimeSpan.FromHours(1));
        Assert.Null(await AddAsync(_key.Pem));
    }

    [Fact]
    public async Task What_is_too_large_or_wants_a_second_factor_waits_in_the_portal()
    {
        await UseAsync();
        await new Post(_installation).DeliverAsync(Post.Mail("Large", new string('x', 200_000)), Post.Anna);
        await new Post(_installation).DeliverAsync("X-Portal-Second-Factor: yes\r\n" + Post.Mail("Secret"), Post.Anna);
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(3, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Theory]
    [InlineData(AccountState.LockedByAdmin)]
    [InlineData(AccountState.Expired)]
    public async Task What_comes_for_a_locked_or_expired_account_waits_in_the_portal(AccountState state)
    {
        await UseAsync();
        await _installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, state)));
        await DeliverAsync("Waits");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Fact]
    public async Task The_person_may_have_it_wait_again_and_all_addresses_are_told()
    {
        await UseAsync();
        var id = await RowAsync();
        Assert.True(await _installation.Get<ChangeCertificate>().UseAsync(_anna, id, false, CancellationToken.None));
        Assert.False(await _installation.Get<ChangeCertificate>().UseAsync(_anna, id, false, CancellationToken.None));
        await DeliverAsync("Waits");
        Assert.True(await _installation.Get<ChangeCertificate>().UseAsync(_anna, id, true, CancellationToken.None));
        Assert.True(await _installation.Get<ChangeCertificate>().RemoveAsync(_anna, id, CancellationToken.None));
        await DeliverAsync("Waits too");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(4, (await EntriesAsync(OutboxKind.Factor)).Count);
    }

    [Fact]
    public async Task When_it_has_ended_mail_waits_and_its_owner_was_told_two_weeks_before_and_at_the_end()
    {
        await UseAsync();
        var told = (await EntriesAsync(OutboxKind.Factor)).Count;
        _installation.Clock.Move(TimeSpan.FromDays(365 - 15));
        await TellAsync();
        Assert.Equal(told, (await EntriesAsync(OutboxKind.Factor)).Count);
        _installation.Clock.Move(TimeSpan.FromDays(1.1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TellAsync()));
        Assert.Equal(told + 1, (await EntriesAsync(OutboxKind.Factor)).Count);
        _installation.Clock.Move(TimeSpan.FromDays(14));
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
        using var other = OwnKey.Create(_installation.Clock.GetUtcNow(), curve: ECCurve.NamedCurves.nistP384);
        await _installation.QueryAsync(db => db.MailboxCertificates.ExecuteUpdateAsync(set => set.SetProperty(c => c.Certificate, other.Certificate.RawData)));
        await DeliverAsync("Not lost");
        Assert.Empty(await EntriesAsync(OutboxKind.CertificateMail));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    private static string Original => "From: Sam Sender <sam@sender.example>\r\nTo: <anna@recipient.example>\r\nBcc: secret@elsewhere.example\r\nSubject: Your contract\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: text/plain;\r\n charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße aus Zürich.\r\n";

    private async Task UseAsync()
    {
        Assert.Null(await AddAsync(_key.Pem));
        Assert.Equal(ProveCertificateOutcome.Proved, await ProveAsync(await CodeAsync()));
    }

    private Task<CertificateFault?> AddAsync(byte[] upload) =>
        _installation.Get<AddCertificate>().AddAsync(_anna, _mailbox, upload, "en", CancellationToken.None);

    private async Task<ProveCertificateOutcome> ProveAsync(string code) =>
        await _installation.Get<ProveCertificate>().ProveAsync(_anna, await RowAsync(), code, CancellationToken.None);

    private async Task<string> CodeAsync() =>
        Digits().Match(await _key.DecryptAsync(await ComposeAsync((await EntriesAsync(OutboxKind.CertificateChallenge)).Last()))).Value;

    private Task<Guid> RowAsync() => _installation.QueryAsync(db => db.MailboxCertificates.Select(c => c.Id).SingleAsync());

    private Task<Guid> DeliverAsync(string subject) => new Post(_installation).DeliverAsync(Post.Mail(subject), Post.Anna);

    private Task TellAsync() => _installation.Get<TellOfCertificateEnds>().RunAsync(CancellationToken.None);

    private Task<List<OutboxEntry>> EntriesAsync(OutboxKind kind) =>
        _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());

    private Task<IReadOnlyList<SentConfirmationPayload>> ConfirmationsAsync() =>
        OpenedOutbox.OfAsync(_installation, OutboxKind.SentConfirmation, OutboxJson.Default.SentConfirmationPayload);

    private async Task<byte[]> ComposeAsync(OutboxEntry entry)
    {
        var compose = new ComposeMail(
            _installation.Get<TenantCatalog>(), Options.Create(new PortalOptions { PublicUrl = new Uri("https://portal.example.com") }), _installation.Get<BlobFolder>());
        var mail = compose.Compose(entry, VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box));
        using var bytes = new MemoryStream();
        bytes.Write(mail.Content.Span);
        if (mail.Body is { } body)
        {
            await using var content = body.Open();
            await content.CopyToAsync(bytes);
        }

        return bytes.ToArray();
    }

    // What another's library makes of it: subject, type, mark, text.
    private static async Task<string[]> PythonAsync(string entity) => JsonSerializer.Deserialize<string[]>(await Tool.RunAsync("python3", ["-c",
        """
        import sys, json, email, email.policy
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        print(json.dumps([m["Subject"], m.get_content_type(), m["Content-Type"].params["hp"], m.get_content().strip()]))
        """], Encoding.UTF8.GetBytes(entity)))!;

    [GeneratedRegex("[0-9]{4} [0-9]{4}")]
    private static partial Regex Digits();
}
