using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>A relay that fails in every way, and what the writer hears of it.</summary>
public sealed class ReturnRepliesTests : ReplyBench
{
    private readonly ScriptedServer _relay = new() { Extensions = ["SIZE 10000000", "PIPELINING"] };

    private protected override (string Key, string Value)[] Settings =>
    [
        ("Relay:Host", "127.0.0.1"), ("Relay:Port", _relay.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Relay:Security", "None"),
        ("Relay:DataTimeout", "00:00:08"), ("Relay:CommandTimeout", "00:00:08"),
    ];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task A_relay_takes_the_mail_as_it_lies_in_the_outbox()
    {
        await SendAsync(Reply() with { Files = [FileOf("large.bin", new byte[500_000])] });
        Assert.Equal("250 2.0.0", Assert.Single(await DeliverAsync()).Outcome.Code);
        Assert.Empty(Assert.Single(await EntriesAsync()).Box);
        var mail = Assert.Single(_relay.Mails);
        var inner = Encoding.Latin1.GetString(await OpenAsync(Encoding.Latin1.GetBytes(mail)));
        Assert.Contains("Here is the answer.", inner, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL", "451 4.3.0 later")]
    [InlineData("RCPT", "450 4.2.0 later")]
    [InlineData("DATA", "452 4.3.1 full")]
    [InlineData(".", "451 4.3.0 later")]
    [InlineData(".", ScriptedServer.Cut)]
    [InlineData("DATA", ScriptedServer.Cut)]
    [InlineData(".", ScriptedServer.Hang)]
    public async Task What_may_pass_is_tried_again_as_the_same_mail(string verb, string answer)
    {
        var fails = 1;
        _relay.Reply = (asked, _) => asked == verb && Interlocked.Exchange(ref fails, 0) == 1 ? answer : null;
        await SendAsync(Reply());
        Assert.Equal(OutboxState.Waiting, Assert.Single(await DeliverAsync()).State);
        Installation.Clock.Move(TimeSpan.FromMinutes(10));
        Assert.Equal(OutboxState.Sent, Assert.Single(await DeliverAsync()).State);
        Assert.Single(_relay.Mails.Select(MessageIdOf).Distinct());
        Assert.Equal(0, await Installation.QueryAsync(db => db.ReplyFailures.CountAsync()));
    }

    [Fact]
    public async Task After_five_days_it_comes_back_and_not_before()
    {
        _relay.Reply = (asked, _) => asked == "RCPT" ? "450 4.2.0 later" : null;
        await SendAsync(Reply());
        var start = Installation.Clock.GetUtcNow();
        while ((await DeliverAsync()) is var settled && settled.All(s => s.State != OutboxState.Failed))
        {
            Assert.True(Installation.Clock.GetUtcNow() - start < TimeSpan.FromDays(6));
            Installation.Clock.Move(TimeSpan.FromHours(1));
        }

        Assert.True(Installation.Clock.GetUtcNow() - start >= TimeSpan.FromDays(5));
        Assert.Equal(1, await Installation.QueryAsync(db => db.ReplyFailures.CountAsync()));
    }

    [Fact]
    public async Task What_is_refused_comes_back_as_a_message_and_a_mail_tells_of_it()
    {
        _relay.Reply = (asked, line) => asked == "RCPT" && line.Contains("sam@", StringComparison.Ordinal) ? "550 5.1.1 nobody here" : null;
        var id = await SendAsync(Reply("Wichtig: Größe", "Text") with { Cc = [new MailAddress("", "second@sender.example")] });
        Assert.Equal([OutboxState.Failed, OutboxState.Sent], (await DeliverAsync()).Select(s => s.State).OrderDescending());
        Assert.Empty(Installation.FilesWith("sam@sender.example"));
        var told = Assert.Single(await EntriesAsync(), e => e.Kind == OutboxKind.ReplyFailed);
        Assert.Equal(Post.Anna, JsonSerializer.Deserialize(VaultBox.Open(Get<VaultKey>(), OutboxSealer.Purpose, told.Id, told.Box), OutboxJson.Default.ReplyFailedPayload)!.To);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => Get<ReturnReplies>().RunAsync([Anna], "default", "de", CancellationToken.None))));

        var returned = await Installation.QueryAsync(db => db.Deliveries.Where(d => d.ReadAt == null && d.Id != Received).SingleAsync());
        using var message = await Get<OpenMessage>().OpenAsync([Anna], returned.Id, CancellationToken.None);
        using var copy = await Get<OpenMessage>().OpenAsync([Anna], id!.Value, CancellationToken.None);
        Assert.Equal("Nicht zugestellt: Wichtig: Größe", HeaderText.Decode(message!.Outline.Header("Subject")!));
        Assert.Equal(copy!.Outline.Header("Message-ID"), message.Outline.Header("In-Reply-To"));
        Assert.Equal($"{copy.Outline.Header("References")} {copy.Outline.Header("Message-ID")}", message.Outline.Header("References"));
        Assert.True(message.NoReply);
        Assert.Equal("auto-replied", message.Outline.Header("Auto-Submitted"));
        await using var original = message.OpenOriginal();
        var text = Encoding.UTF8.GetString(QuotedPrintable(await new StreamReader(original).ReadToEndAsync()));
        Assert.Contains("An: sam@sender.example", text, StringComparison.Ordinal);
        Assert.Contains("550 5.1.1", text, StringComparison.Ordinal);
        Assert.Equal(3, Installation.Blobs().Count); // what was received, the copy, what came back
    }

    [Fact]
    public async Task A_damaged_row_comes_back_all_the_same_and_names_nobody()
    {
        _relay.Reply = (asked, _) => asked == "RCPT" ? "550 5.1.1 nobody here" : null;
        await SendAsync(Reply());
        await DeliverAsync();
        await Installation.QueryAsync(db => db.ReplyFailures.ExecuteUpdateAsync(set => set.SetProperty(f => f.Box, new byte[200])));

        await Get<ReturnReplies>().RunAsync([Anna], "default", "en", CancellationToken.None);

        var returned = await Installation.QueryAsync(db => db.Deliveries.Where(d => d.ReadAt == null && d.Id != Received).SingleAsync());
        using var message = await Get<OpenMessage>().OpenAsync([Anna], returned.Id, CancellationToken.None);
        await using var original = message!.OpenOriginal();
        Assert.Contains("To: ?\r\n", await new StreamReader(original).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_that_came_back_a_look_takes_some_and_the_next_looks_the_rest()
    {
        _relay.Reply = (asked, _) => asked == "RCPT" ? "550 5.1.1 nobody here" : null;
        await SendAsync(Reply());
        await DeliverAsync();
        var row = await Installation.QueryAsync(db => db.ReplyFailures.AsNoTracking().SingleAsync());
        await AddAsync(row, ReturnReplies.Most + 4);

        await RunAsync();
        Assert.Equal((5, ReturnReplies.Most), await CountAsync());
        Assert.Contains(row.Id, await Installation.QueryAsync(db => db.ReplyFailures.Select(f => f.Id).ToListAsync())); // the latest
        await RunAsync();
        Assert.Equal((0, ReturnReplies.Most + 5), await CountAsync());
    }

    [Fact]
    public async Task One_that_cannot_be_laid_in_waits_and_those_after_it_do_not()
    {
        _relay.Reply = (asked, _) => asked == "RCPT" ? "550 5.1.1 nobody here" : null;
        await SendAsync(Reply());
        await DeliverAsync();
        var row = await Installation.QueryAsync(db => db.ReplyFailures.AsNoTracking().SingleAsync());
        var post = new Post(Installation);
        await post.DeliverAsync(Post.Mail("Other"), Post.Bert);
        var bert = await post.UnlockAsync(Post.Bert);
        bert.Key.Dispose(); // for him nothing can be sealed
        await AddAsync(row, 1, bert.Id);

        await Get<ReturnReplies>().RunAsync([bert, Anna], "default", "en", CancellationToken.None);

        Assert.Equal(bert.Id, await Installation.QueryAsync(db => db.ReplyFailures.Select(f => f.MailboxId).SingleAsync()));
        Assert.Equal(1, await Installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.MailboxId == Anna.Id && d.ReadAt == null && d.Id != Received)));
        Assert.Equal(4, Installation.Blobs().Count); // what was received, the copy, what came back, Bert's own
    }

    [Fact]
    public async Task A_writer_who_is_gone_is_told_nothing()
    {
        _relay.Reply = (asked, _) => asked == "RCPT" ? "550 5.1.1 nobody here" : null;
        await SendAsync(Reply());
        await Installation.QueryAsync(db => db.Mailboxes.ExecuteDeleteAsync());
        Assert.Equal(OutboxState.Failed, Assert.Single(await DeliverAsync()).State);
        Assert.Equal(0, await Installation.QueryAsync(db => db.ReplyFailures.CountAsync()));
        Assert.Single(await EntriesAsync());
    }

    private Task RunAsync() => Get<ReturnReplies>().RunAsync([Anna], "default", "en", CancellationToken.None);

    // Those that wait, and those that were laid in.
    private Task<(int Waiting, int Returned)> CountAsync() => Installation.QueryAsync(
        async db => (await db.ReplyFailures.CountAsync(), await db.Deliveries.CountAsync(d => d.ReadAt == null && d.Id != Received)));

    // Earlier ones.
    private Task<int> AddAsync(ReplyFailure like, int count, Guid? mailbox = null) => Installation.QueryAsync(db =>
    {
        db.AddRange(Enumerable.Range(1, count).Select(i => new ReplyFailure
        {
            Id = Guid.NewGuid(), MailboxId = mailbox ?? like.MailboxId, DeliveryId = like.DeliveryId, Box = like.Box, Code = like.Code, At = like.At.AddMinutes(-i),
        }));
        return db.SaveChangesAsync();
    });

    private static string MessageIdOf(string mail) => mail.Split("\r\n").Single(line => line.StartsWith("Message-ID:", StringComparison.Ordinal));

    private static byte[] QuotedPrintable(string mail)
    {
        var text = mail.Replace("=\r\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return [.. bytes];
    }
}
