using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

public sealed class SendReplyTests : ReplyBench
{
    private const string Secret = "the thirteenth lighthouse";

    [PythonFact]
    public async Task What_leaves_is_read_by_others_as_it_was_written()
    {
        var (large, small) = (RandomNumberGenerator.GetBytes(300_001), "a;b"u8.ToArray());
        var reply = Reply("Re: Größe 漢字 \U0001F980", "Grüße\n.\nFrom here\n") with
        {
            Html = "<p>Gr&uuml;&szlig;e</p>",
            From = new MailAddress("Müller, \"Anna\"", Post.Anna),
            To = [new MailAddress("Sam Sender", "sam@sender.example"), new MailAddress("", "x@bücher.example")],
            Cc = [new MailAddress("Ohne Punkt.", "cc@sender.example")],
            Files = [FileOf("Rechnung März.pdf", large, "application/pdf"), FileOf("a.csv", small, "text/csv")],
        };
        Assert.NotNull(await SendAsync(reply));
        Assert.All(await DeliverAsync(), settled => Assert.Equal(OutboxState.Sent, settled.State));

        var mails = Outgoing();
        Assert.Equal(3, mails.Length);
        var first = await OpenAsync(await File.ReadAllBytesAsync(mails[0]));
        foreach (var mail in mails)
        {
            Assert.Equal(first, await OpenAsync(await File.ReadAllBytesAsync(mail)));
        }

        var read = await PythonMail.ReadAsync(first);
        Assert.Equal(reply.Subject, read.Text("subject"));
        Assert.Equal(["<question@sender.example>"], read.Texts("in-reply-to"));
        Assert.Equal(["<first@sender.example> <question@sender.example>"], read.Texts("references"));
        Assert.Equal([[reply.From.Name, Post.Anna]], read.Table("from"));
        Assert.Equal([["Sam Sender", "sam@sender.example"], ["", "x@xn--bcher-kva.example"]], read.Table("to"));
        Assert.Equal([["Ohne Punkt.", "cc@sender.example"]], read.Table("cc"));
        Assert.Equal(reply.Text, read.Text("plain").Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Equal(
            [["Rechnung März.pdf", "application/pdf", Convert.ToHexStringLower(large)], ["a.csv", "text/csv", Convert.ToHexStringLower(small)]], read.Table("files"));
        Assert.Empty(read.Texts("defects"));
    }

    [Fact]
    public async Task The_outer_mail_tells_nothing_and_each_attempt_is_the_same()
    {
        await SendAsync(Reply(Secret, Secret));
        var entry = Assert.Single(await EntriesAsync());
        await Get<SendEntry>().SendAsync(entry, CancellationToken.None);
        var first = await File.ReadAllBytesAsync(Assert.Single(Outgoing()));
        File.Delete(Assert.Single(Outgoing()));
        Installation.Clock.Move(TimeSpan.FromHours(1));
        await Get<SendEntry>().SendAsync(entry, CancellationToken.None);
        Assert.Equal(first, await File.ReadAllBytesAsync(Assert.Single(Outgoing())));
        var text = Encoding.Latin1.GetString(first);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Post.Anna, text, StringComparison.Ordinal);
        Assert.StartsWith("From: ", text, StringComparison.Ordinal);
        Assert.Contains("\r\nTo: sam@sender.example\r\nSubject: Encrypted message\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_ciphertext_that_the_portal_cannot_open()
    {
        await SendAsync(Reply(Secret, Secret) with { Files = [FileOf(Secret + ".txt", Encoding.UTF8.GetBytes(Secret))] });
        Assert.Empty(Installation.FilesWith(Secret));
        Assert.Empty(Installation.FilesWith(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))));
        var entry = Assert.Single(await EntriesAsync());
        var blob = await File.ReadAllBytesAsync(new Post(Installation).BlobPath(entry.BlobId!.Value));
        Assert.StartsWith("MI", Encoding.ASCII.GetString(blob), StringComparison.Ordinal); // CMS in base64, not one of our sealed streams
    }

    [Fact]
    public async Task The_writer_keeps_a_copy_and_the_answered_message_knows()
    {
        var id = await SendAsync(Reply(Secret, Secret));
        using var copy = await Get<OpenMessage>().OpenAsync([Anna], id!.Value, CancellationToken.None);
        Assert.Equal(Secret, copy!.Outline.Header("Subject"));
        Assert.NotNull(copy.ReadAt);
        var answered = await Installation.QueryAsync(db => db.Deliveries.SingleAsync(d => d.Id == Received));
        Assert.Equal(copy.ReceivedAt, answered.RepliedAt);
        using var question = await Get<OpenMessage>().OpenAsync([Anna], Received, CancellationToken.None);
        Assert.Equal(copy.ReceivedAt, question!.RepliedAt);
        var row = await Installation.QueryAsync(db => db.Deliveries.SingleAsync(d => d.Id == id));
        Assert.Equal(60, row.SealedKey.Length);
    }

    [Fact]
    public async Task A_writer_who_wants_it_gets_a_link_to_the_copy()
    {
        var id = await SendAsync(Reply() with { CopyToMe = true });
        var entry = Assert.Single(await EntriesAsync(), e => e.Kind == OutboxKind.Notice);
        var notice = JsonSerializer.Deserialize(VaultBox.Open(Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box), OutboxJson.Default.NoticePayload)!;
        Assert.Equal((Post.Anna, Post.Anna), (notice.To, notice.SenderAddress));
        Assert.Equal(id, (await Get<FindNotice>().FindAsync(notice.Token, CancellationToken.None))!.DeliveryId);
    }

    [Fact]
    public async Task The_encrypted_mail_goes_with_the_last_of_its_recipients()
    {
        await SendAsync(Reply() with { Cc = [new MailAddress("", "second@sender.example")] });
        var blob = (await EntriesAsync())[0].BlobId!.Value;
        Assert.All(await EntriesAsync(), entry => Assert.Equal(blob, entry.BlobId));
        await Installation.QueryAsync(db => db.Outbox.Where(e => e.Id == db.Outbox.Min(o => o.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DueAt, Installation.Clock.GetUtcNow().AddHours(2))));
        await DeliverAsync();
        Assert.Contains(blob.ToString("N"), Installation.Blobs());

        Installation.Clock.Move(TimeSpan.FromHours(3));
        await Get<SweepBlobs>().RunAsync(CancellationToken.None);
        Assert.Equal(OutboxState.Sent, Assert.Single(await DeliverAsync()).State);
        Assert.DoesNotContain(blob.ToString("N"), Installation.Blobs());
    }

    [Fact]
    public async Task Sent_fifty_times_at_once_it_leaves_once()
    {
        var draft = 1;
        var reply = Reply() with { Claim = (_, _) => Task.FromResult(Interlocked.Exchange(ref draft, 0) == 1) };
        var sent = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => SendAsync(reply))));
        Assert.Single(sent, id => id is not null);
        Assert.Single(await EntriesAsync());
        Assert.Equal(3, Installation.Blobs().Count); // what was received, the copy, the encrypted mail
    }

    [Theory]
    [InlineData("a\r\nBcc: x@y.example")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public async Task What_would_break_a_header_is_refused_and_leaves_nothing(string text)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync(Reply(text)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync(Reply() with { To = [new MailAddress(text, "sam@sender.example")] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync(Reply() with { From = new MailAddress(text, Post.Anna) }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync(Reply() with { To = [new MailAddress("", text + "@sender.example")] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SendAsync(Reply() with { Files = [FileOf(text, [1])] }));
        Assert.Empty(await EntriesAsync());
        Assert.Single(Installation.Blobs());
    }

    [Fact]
    public async Task Without_a_certificate_to_encrypt_to_nothing_leaves()
    {
        await Get<TrustedGateways>().DistrustAsync("gateway", CancellationToken.None);
        Assert.False(await Get<ISendReply>().CanSendAsync("default", "gateway", CancellationToken.None));
        await Assert.ThrowsAsync<NoGatewayException>(() => SendAsync(Reply()));
        Assert.Empty(await EntriesAsync());
        Assert.Single(Installation.Blobs());
    }

    [Fact]
    public async Task What_answers_a_message_for_two_steps_is_one_too()
    {
        await Installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.SecondFactor, true)));
        var id = await SendAsync(Reply());
        Assert.Null(await Get<OpenMessage>().OpenAsync([Anna], id!.Value, CancellationToken.None));
        using var opened = await Get<OpenMessage>().OpenAsync([Anna with { SecondFactor = true }], id.Value, CancellationToken.None);
        Assert.NotNull(opened);
    }
}
