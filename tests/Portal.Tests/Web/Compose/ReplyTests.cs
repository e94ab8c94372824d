using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web.Compose;

public sealed class ReplyTests
{
    [Fact]
    public async Task An_answer_with_a_file_goes_out_once_and_in_its_thread()
    {
        await using var writer = await Writer.StartAsync();
        Assert.Contains($"href=\"{writer.Reply}\"", await writer.Browser.ReadAsync($"/messages/{writer.Mail.Id:N}"), StringComparison.Ordinal);
        var form = await writer.OpenAsync(writer.Reply);
        Assert.Equal("Re: Your contract", form.Subject);
        Assert.Contains("Alice Example wrote:\n> Dear Bob, see https://www.example.com/contract (soon).", form.Text, StringComparison.Ordinal);

        var sent = await writer.PressAsync(form, "send", [("text", "Thank **you**\r\n" + form.Text), ("copy", "yes")], [("Answer é.pdf", [1, 2, 3])]);
        Assert.StartsWith("/compose/sent?copy=", sent.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("on its way", await writer.Browser.ReadAsync(sent.Headers.Location!.OriginalString), StringComparison.Ordinal);

        var (reply, files) = Assert.Single(writer.Sending.Sent);
        Assert.Equal(("Bob Example", "bob@example.org"), (reply.From.Name, reply.From.Address));
        Assert.Equal(("Alice Example", "alice@example.com"), (reply.To.Single().Name, reply.To[0].Address));
        Assert.Empty(reply.Cc);
        Assert.StartsWith("Thank **you**\n", reply.Text, StringComparison.Ordinal);
        Assert.Contains("<p>Thank <strong>you</strong></p>", reply.Html, StringComparison.Ordinal);
        Assert.Equal(reply.InReplyTo, Assert.Single(reply.References));
        Assert.Equal((writer.Mail.Id, true, "bank-gw1"), (reply.Answers, reply.CopyToMe, reply.Gateway));
        Assert.Equal(("Answer é.pdf", "application/pdf"), (reply.Files.Single().Name, reply.Files[0].MediaType));
        Assert.Equal([1, 2, 3], Assert.Single(files));

        // The button once more, from the page that is still there.
        Assert.Equal("/compose/sent", (await writer.PressAsync(form, "send", ("text", "Again"))).Headers.Location?.OriginalString);
        Assert.Single(writer.Sending.Sent);
    }

    [Theory]
    [InlineData("to", "thief@elsewhere.example")]
    [InlineData("offered", "thief@elsewhere.example")]
    [InlineData("cc", "thief@elsewhere.example")]
    [InlineData("bcc", "thief@elsewhere.example")]
    [InlineData("To", "thief@elsewhere.example")]
    [InlineData("references", "<x@y>")]
    [InlineData("from", "thief@elsewhere.example")]
    public async Task What_the_form_does_not_ask_for_is_refused(string field, string value)
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var response = await writer.PressAsync(form, "send", ("text", "Hello"), (field, value));

        // Whose mailbox writes is decided by the message; the field says nothing there.
        Assert.Equal(field == "from" ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.All(writer.Sending.Sent, sent => Assert.Equal(("bob@example.org", "alice@example.com"), (sent.Reply.From.Address, sent.Reply.To.Single().Address)));
        Assert.Equal(field == "from" ? 1 : 0, writer.Sending.Sent.Count);
    }

    [Theory]
    [InlineData("X-Portal-No-Reply: yes")]
    [InlineData("X-ESWmail-Noreply: yes")]
    public async Task A_message_that_wants_no_answer_gets_none(string field)
    {
        await using var writer = await Writer.StartAsync(field + "\n" + Mails.Plain());
        Assert.DoesNotContain("/reply", await writer.Browser.ReadAsync($"/messages/{writer.Mail.Id:N}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync(writer.Reply)).StatusCode);
        var other = await writer.Portal.DeliverAsync("bob@example.org", Mails.Plain("Other"));
        var form = await writer.OpenAsync($"/messages/{other.Id:N}/reply");
        var forged = form with { Action = form.Action.Replace($"{other.Id:N}", $"{writer.Mail.Id:N}", StringComparison.Ordinal) };
        Assert.Equal(HttpStatusCode.NotFound, (await writer.PressAsync(forged, "send", ("text", "x"))).StatusCode);
        Assert.Empty(writer.Sending.Sent);
    }

    [Theory]
    [InlineData("reply", "Reply")]
    [InlineData("reply-all", "ReplyAll")]
    [InlineData("forward", null)]
    public async Task What_the_tenant_does_not_allow_is_not_there(string word, string? setting)
    {
        await using var writer = await Writer.StartAsync(null, setting is null ? [] : [($"Tenants:default:{setting}", "False")]);
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync($"/messages/{writer.Mail.Id:N}/{word}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync("/compose")).StatusCode);
    }

    [Fact]
    public async Task Nobody_answers_anothers_message_or_opens_anothers_draft()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("text", "Bob's own words"));
        using var carl = await writer.Portal.RegisterAsync(await writer.Portal.DeliverAsync("carl@example.org", Mails.Plain(to: "carl@example.org")));
        Assert.Equal(HttpStatusCode.NotFound, (await carl.GetAsync(writer.Reply)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await carl.GetAsync(form.Action)).StatusCode);
        Assert.Contains("No drafts", await carl.ReadAsync("/drafts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_and_new_messages_go_to_whom_the_tenant_allows_with_the_files_of_the_first()
    {
        await using var writer = await Writer.StartAsync(
            Mails.Rich([9, 9, 9]), ("Tenants:default:Forward", "True"), ("Tenants:default:NewMessage", "True"), ("Tenants:default:RecipientDomains:0", "example.com"),
            ("Tenants:default:DefaultRecipients:0:Name", "Billing"), ("Tenants:default:DefaultRecipients:0:Address", "billing@desk.example"));
        var form = await writer.OpenAsync($"/messages/{writer.Mail.Id:N}/forward");
        Assert.Contains("> Hello Bob", form.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", form.Text, StringComparison.Ordinal);
        var refused = await (await writer.PressAsync(form, "send", ("to", "x@elsewhere.example"))).Content.ReadAsStringAsync();
        Assert.Contains("You cannot write to x@elsewhere.example from here.", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"x@elsewhere.example\"", refused, StringComparison.Ordinal);
        await writer.PressAsync(form, "send", ("to", "dora@example.com"), ("offered", "billing@desk.example"), ("withFiles", "yes"));
        var (reply, files) = Assert.Single(writer.Sending.Sent);
        Assert.Equal(["billing@desk.example", "dora@example.com"], reply.To.Select(a => a.Address));
        Assert.Equal([9, 9, 9], files[0]);
        Assert.Equal("Contract 2027.pdf", reply.Files[0].Name);
        Assert.Null(reply.InReplyTo);

        var fresh = await writer.OpenAsync("/compose");
        Assert.Contains("Choose or enter who gets the message", await (await writer.PressAsync(fresh, "send", ("text", "x"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await writer.PressAsync(fresh, "send", ("text", "x"), ("to", "dora@example.com"))).StatusCode);
        Assert.Equal(2, writer.Sending.Sent.Count);
    }

    [Fact]
    public async Task An_answer_to_all_is_not_offered_where_it_would_go_to_more_than_a_hundred()
    {
        static string Mail(int others) => Mails.Plain().Replace(
            "Subject:", $"Cc: {string.Join(",\n ", Enumerable.Range(0, others).Select(i => $"c{i}@example.com"))}\nSubject:", StringComparison.Ordinal);
        await using var writer = await Writer.StartAsync(
            Mail(100), ("Tenants:default:ReplyRecipients", "Allowed"), ("Tenants:default:RecipientDomains:0", "example.com"));
        var page = await writer.Browser.ReadAsync($"/messages/{writer.Mail.Id:N}");
        Assert.Contains($"href=\"{writer.Reply}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("reply-all", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync($"{writer.Reply}-all")).StatusCode);

        // A hundred in all, and those who are named besides count.
        var other = await writer.Portal.DeliverAsync("bob@example.org", Mail(98));
        var form = await writer.OpenAsync($"/messages/{other.Id:N}/reply-all");
        var refused = await (await writer.PressAsync(form, "send", ("text", "x"), ("to", "d1@example.com, d2@example.com"))).Content.ReadAsStringAsync();
        Assert.Contains("more than 100 recipients", refused, StringComparison.Ordinal);
        Assert.Empty(writer.Sending.Sent);
        await writer.PressAsync(form, "send", ("text", "x"), ("to", "d1@example.com, c1@example.com"));
        var (reply, _) = Assert.Single(writer.Sending.Sent);
        Assert.Equal(100, reply.To.Count + reply.Cc.Count);
    }

    [Fact]
    public async Task What_cannot_leave_stays_a_draft()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        writer.Sending.Can = false;
        Assert.Contains("Nothing can be sent from here just now", await (await writer.PressAsync(form, "send", ("text", "Kept words"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Kept words", (await writer.OpenAsync(form.Action)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/reply\"", await writer.Browser.ReadAsync($"/messages/{writer.Mail.Id:N}"), StringComparison.Ordinal);
        Assert.Single(await writer.Portal.QueryAsync(db => db.Drafts.ToListAsync()));
    }

    [Fact]
    public async Task Who_sent_as_many_as_a_day_allows_reads_so_and_keeps_the_draft_for_later()
    {
        await using var writer = await Writer.StartAsync(null, ("Tenants:default:MaxRepliesPerDay", "2"));
        var forms = new[] { await writer.OpenAsync(writer.Reply), await writer.OpenAsync(writer.Reply), await writer.OpenAsync(writer.Reply) };
        foreach (var form in forms.SkipLast(1))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await writer.PressAsync(form, "send", ("text", "One more"))).StatusCode);
        }

        var refused = await writer.PressAsync(forms[^1], "send", [("text", "Kept words")], [("kept.pdf", [1, 2, 3])]);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("Nothing was sent: 2 messages can be sent in 24 hours at most.", page, StringComparison.Ordinal);
        Assert.Contains("kept.pdf", page, StringComparison.Ordinal);
        Assert.Equal("Kept words", ComposeForm.Of(page).Text);
        Assert.Equal(2, writer.Sending.Sent.Count);

        writer.Portal.Clock.Advance(TimeSpan.FromDays(1));
        await writer.Browser.SubmitAsync("/sign-in", "/sign-in", ("email", writer.Mail.Address), ("password", Deliveries.Password));
        Assert.Equal(HttpStatusCode.Redirect, (await writer.PressAsync(await writer.OpenAsync(forms[^1].Action), "send", ("text", "Kept words"))).StatusCode);
        Assert.Equal([1, 2, 3], Assert.Single(writer.Sending.Sent[^1].Files));
    }

    [Theory]
    [InlineData("reply")]
    [InlineData("reply-all")]
    [InlineData("forward")]
    public async Task To_quote_a_message_is_to_open_it(string way)
    {
        await using var writer = await Writer.StartAsync(
            null, ("Tenants:default:Forward", "True"), ("Tenants:default:RecipientDomains:0", "example.com"));
        Assert.Null(await ReadAtAsync(writer));

        Assert.Contains("Dear Bob", (await writer.OpenAsync($"/messages/{writer.Mail.Id:N}/{way}")).Text, StringComparison.Ordinal);

        Assert.NotNull(await ReadAtAsync(writer));
        Assert.Single(await writer.Portal.QueryAsync(db => db.MessageEvents.Where(e => e.Kind == MessageEventKind.Opened).ToListAsync()));
    }

    [Fact]
    public async Task A_draft_whose_message_is_locked_meanwhile_shows_nothing_of_it_and_can_be_discarded()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("subject", "Re: secret"), ("text", "quoted words"));
        DateTimeOffset? now = writer.Portal.Clock.GetUtcNow();
        await writer.Portal.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now).SetProperty(d => d.Lock, DeliveryLock.Sender)));

        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync(form.Action)).StatusCode);
        Assert.DoesNotContain("secret", await writer.Browser.ReadAsync("/drafts"), StringComparison.Ordinal);
        var data = await writer.Browser.SubmitAsync("/settings/data", "/settings/data");
        await using (var archive = new System.IO.Compression.ZipArchive(await data.Content.ReadAsStreamAsync()))
        {
            using var json = new StreamReader(await archive.GetEntry("account.json")!.OpenAsync());
            Assert.DoesNotContain("quoted words", await json.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await writer.PressAsync(form, "discard");
        Assert.Equal(0, await writer.Portal.QueryAsync(db => db.Drafts.CountAsync()));
    }

    private static Task<DateTimeOffset?> ReadAtAsync(Writer writer) =>
        writer.Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == writer.Mail.Id).Select(d => d.ReadAt).SingleAsync());
}
