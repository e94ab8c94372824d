using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Messages;
using Portal.Core.Messages.Receipts;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages.Replies;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Receipts;

public sealed class SendReceiptTests : ReplyBench
{
    private const string Script = """
        import sys, json, email, email.policy
        m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
        parts = list(m.iter_parts())
        fields = parts[1].get_payload()[0]
        json.dump([m.get_content_type(), m.get_param('report-type'), parts[0].get_content_type(), parts[1].get_content_type(), fields['Disposition'],
                   fields['Final-Recipient'], fields['Original-Message-ID'], fields['X-Portal-Opened'], m['to'], m['from'], m['in-reply-to'], len(parts)], sys.stdout)
        """;

    [PythonFact]
    public async Task It_says_when_and_how_and_others_read_it()
    {
        Assert.True(await ReceiptAsync(await DeliverAsync(Wanted()), SignInMethods.Password | SignInMethods.AuthenticatorCode));
        await base.DeliverAsync();

        var outer = await File.ReadAllBytesAsync(Assert.Single(Outgoing()));
        var inner = await OpenAsync(outer);
        var read = Encoding.UTF8.GetString(await Tool.RunAsync("python3", ["-X", "utf8", "-c", Script], inner));
        Assert.Equal(
            $"""["multipart/report", "disposition-notification", "text/plain", "message/disposition-notification", """
            + $"""
            "manual-action/MDN-sent-automatically; displayed", "rfc822;{Post.Anna}", "<wanted@sender.example>", "2026-11-20T15:00:00Z", "Sam Sender <sam@sender.example>", "Anna Recipient <{Post.Anna}>", "<wanted@sender.example>", 2]
            """,
            read);
        var text = Encoding.UTF8.GetString(inner);
        Assert.Contains("Signed in by: password, code of an app", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Wanted", Encoding.UTF8.GetString(outer), StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task It_tells_how_the_reader_had_signed_in_when_it_was_opened_not_when_it_was_sent()
    {
        var id = await DeliverAsync(Wanted());
        await Get<MarkRead>().MarkAsync([Anna], id, SignInMethods.Password, CancellationToken.None);
        Assert.True(await ReceiptAsync(id, SignInMethods.Passkey));
        await base.DeliverAsync();
        var text = Encoding.UTF8.GetString(await OpenAsync(await File.ReadAllBytesAsync(Assert.Single(Outgoing()))));
        Assert.Contains("X-Portal-Sign-In: Password\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_fifty_openings_at_once_one_sends_it()
    {
        var id = await DeliverAsync(Wanted());
        var sent = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ReceiptAsync(id))));
        Assert.Single(sent, true);
        Assert.False(await ReceiptAsync(id));
        var entry = Assert.Single(await EntriesAsync(), e => e.Kind == OutboxKind.Receipt);
        Assert.Equal(3, Installation.Blobs().Count); // two messages and one receipt
        Assert.NotNull(entry.BlobId);
        Assert.Equal(1, await Installation.QueryAsync(db => db.MessageEvents.CountAsync(e => e.Kind == MessageEventKind.ReceiptSent && e.DeliveryId == id)));
    }

    [Fact]
    public async Task Who_does_not_want_it_sent_is_not_overruled()
    {
        var id = await DeliverAsync(Wanted());
        using (var opened = await Get<OpenMessage>().OpenAsync([Anna], id, CancellationToken.None))
        {
            await Get<SendReceipt>().DeclineAsync(opened!, CancellationToken.None);
        }

        Assert.False(await ReceiptAsync(id));
        Assert.DoesNotContain(await EntriesAsync(), e => e.Kind == OutboxKind.Receipt);
    }

    [Fact]
    public async Task Where_no_gateway_can_take_it_the_next_opening_tries_again()
    {
        var id = await DeliverAsync(Wanted());
        await Get<TrustedGateways>().DistrustAsync("gateway", CancellationToken.None);
        Assert.False(await ReceiptAsync(id));
        Assert.Equal(ReceiptState.None, await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == id).Select(d => d.Receipt).SingleAsync()));
    }

    [Fact]
    public async Task What_came_with_an_empty_envelope_sender_gets_none()
    {
        var id = await DeliverAsync(Wanted());
        await Installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.Automatic, true)));

        Assert.False(await ReceiptAsync(id));
        Assert.DoesNotContain(await EntriesAsync(), e => e.Kind == OutboxKind.Receipt);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("Disposition-Notification-To: sam@sender.example\r\n", true, true)]
    [InlineData("Disposition-Notification-To: SAM@sender.example\r\n", true, true)]
    [InlineData("Disposition-Notification-To: boss@sender.example\r\n", true, false)]
    [InlineData("Disposition-Notification-To: sam@sender.example, boss@sender.example\r\n", false, false)]
    [InlineData("Disposition-Notification-To: nonsense\r\n", false, false)]
    [InlineData("Disposition-Notification-To: sam@sender.example\r\nAuto-Submitted: auto-generated\r\n", false, false)]
    [InlineData("Disposition-Notification-To: sam@sender.example\r\nAuto-Submitted: no\r\n", true, true)]
    [InlineData("Disposition-Notification-To: sam@sender.example\r\nPrecedence: bulk\r\n", false, false)]
    [InlineData("Disposition-Notification-To: sam@sender.example\r\nList-Id: <all.sender.example>\r\n", false, false)]
    [InlineData("Disposition-Notification-To: sam@sender.example\r\nReturn-Path: <>\r\n", false, false)]
    public async Task It_is_wanted_by_persons_of_one_address(string fields, bool wanted, bool automatic)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(fields + Post.Mail("Wanted")));
        var request = ReceiptRequest.Of(await OutlineReader.ReadAsync(stream, new OutlineOptions(), CancellationToken.None));
        Assert.Equal((wanted, automatic), (request is not null, request?.MayBeAutomatic ?? false));
    }

    private static string Wanted() => "Message-ID: <wanted@sender.example>\r\nDisposition-Notification-To: Sam Sender <sam@sender.example>\r\n" + Post.Mail("Wanted");

    private async Task<Guid> DeliverAsync(string mail)
    {
        var post = new Post(Installation);
        var id = await post.DeliveryAsync(await post.DeliverAsync(mail, Post.Anna));
        await Installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
        return id;
    }

    private async Task<bool> ReceiptAsync(Guid id, SignInMethods methods = SignInMethods.Password)
    {
        using var opened = await Get<OpenMessage>().OpenAsync([Anna], id, CancellationToken.None);
        var call = new ReceiptCall(opened!, "default", "Anna Recipient", methods, new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero), ByHand: false);
        return await Get<SendReceipt>().RunAsync(call, CancellationToken.None);
    }
}
