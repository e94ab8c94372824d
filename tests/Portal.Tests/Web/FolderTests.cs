using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

public sealed class FolderTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly string[] Pages = ["", "/body", "/original.eml", "/print", "/print.pdf", "", "/body", "/original.eml"];

    // All that opens a message, some of it twice.
    private static readonly string[] Ways = ["", "/body", "/original.eml", "/print", "/print.pdf", "", "/body", "/original.eml"];

    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task Selected_messages_go_into_the_archive_and_back()
    {
        var (reader, mails) = await ReaderAsync("archive", "One", "Two", "Three");
        using (reader)
        {
            var done = await DoAsync(reader, "/messages", "archive", mails[0].Id, mails[2].Id);
            Assert.Equal("/messages?done=Archived&count=2", done.Headers.Location!.OriginalString);
            Assert.Contains("Moved to the archive: 2.", await reader.ReadAsync("/messages?done=Archived&count=2"), StringComparison.Ordinal);

            AssertSubjects(await reader.ReadAsync("/messages"), present: ["Two"], absent: ["One", "Three"]);
            var archive = await reader.ReadAsync("/messages?folder=archive");
            AssertSubjects(archive, present: ["One", "Three"], absent: ["Two"]);
            Assert.Contains("<h1>Archive</h1>", archive, StringComparison.Ordinal);
            Assert.Contains("href=\"/messages?folder=archive\" aria-current=\"page\"", archive, StringComparison.Ordinal);

            Assert.Equal(
                "/messages?folder=archive&done=Inbox&count=1",
                (await DoAsync(reader, "/messages?folder=archive", "inbox", mails[0].Id)).Headers.Location!.OriginalString);
            AssertSubjects(await reader.ReadAsync("/messages"), present: ["One", "Two"], absent: ["Three"]);
        }
    }

    [Fact]
    public async Task The_sent_folder_names_recipients_and_marks_nothing_as_unread()
    {
        var (reader, mails) = await ReaderAsync("sent", "Mine");
        using (reader)
        {
            await Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == mails[0].Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)));
            var page = await reader.ReadAsync("/messages?folder=sent");
            Assert.Contains("To: Bob Example &lt;sent@example.org&gt;", page, StringComparison.Ordinal);
            Assert.DoesNotContain("mail-unread", page, StringComparison.Ordinal);
            Assert.DoesNotContain("value=\"archive\"", page, StringComparison.Ordinal);
            Assert.Contains("No messages yet", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
            var message = await reader.ReadAsync($"/messages/{mails[0].Id:N}");
            Assert.Contains("href=\"/messages?folder=sent\"", message, StringComparison.Ordinal);
            Assert.DoesNotContain("signed by", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_is_marked_as_unread_and_read_for_eyes_and_ears()
    {
        var (reader, mails) = await ReaderAsync("unread", "One");
        using (reader)
        {
            await reader.ReadAsync($"/messages/{mails[0].Id:N}");
            Assert.DoesNotContain("mail-unread", await reader.ReadAsync("/messages"), StringComparison.Ordinal);

            await DoAsync(reader, $"/messages/{mails[0].Id:N}", "unread");
            var page = await reader.ReadAsync("/messages");
            Assert.Contains("mail-unread", page, StringComparison.Ordinal);
            Assert.Contains("<span class=\"visually-hidden\">Unread: </span>", page, StringComparison.Ordinal);
            Assert.Contains("1 unread", page, StringComparison.Ordinal);

            await DoAsync(reader, "/messages", "read", mails[0].Id);
            Assert.DoesNotContain("mail-unread", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Deleting_asks_once_more_and_says_that_it_is_for_good()
    {
        var (reader, mails) = await ReaderAsync("delete", "One", "Two");
        using (reader)
        {
            var asked = await DoAsync(reader, "/messages", "delete", mails[0].Id);
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
            var page = await asked.Content.ReadAsStringAsync();
            Assert.Contains("Delete for good?", page, StringComparison.Ordinal);
            Assert.Contains("nobody can bring them back", page, StringComparison.Ordinal);
            AssertSubjects(page, present: ["One"], absent: ["Two"]);
            AssertSubjects(await reader.ReadAsync("/messages"), present: ["One", "Two"], absent: []);

            var done = await reader.PostAsync("/messages/selected", [.. Browser.Hidden(page, "/messages/selected"), ("do", "discard")]);
            Assert.Equal("/messages?done=Deleted&count=1", done.Headers.Location!.OriginalString);
            AssertSubjects(await reader.ReadAsync("/messages"), present: ["Two"], absent: ["One"]);
            foreach (var gone in new[] { "", "/body", "/original.eml", "/print", "/parts/1" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/messages/{mails[0].Id:N}{gone}")).StatusCode);
            }
        }
    }

    [Fact]
    public async Task What_is_opened_while_it_is_deleted_is_there_or_not_found()
    {
        var (reader, mails) = await ReaderAsync("race", [.. Enumerable.Range(0, 12).Select(n => $"Number {n}")]);
        using (reader)
        {
            var form = Browser.Hidden(await reader.ReadAsync("/messages"), "/messages/selected").ToList();
            foreach (var mail in mails)
            {
                var deleted = reader.PostAsync("/messages/selected", [.. form, ("id", mail.Id.ToString("N")), ("do", "discard")]);
                var opened = await Task.WhenAll(Ways
                    .Select(path => Task.Run(() => reader.GetAsync($"/messages/{mail.Id:N}{path}"))));
                Assert.All(opened, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, answer.StatusCode.ToString()));
                await deleted;
            }
        }
    }

    [Fact]
    public async Task Anothers_messages_are_neither_shown_nor_touched()
    {
        var theirs = await Portal.DeliverAsync("theirs-folder@example.org", Mails.Plain("Theirs"));
        var (reader, _) = await ReaderAsync("mine-folder", "Mine");
        using (reader)
        {
            foreach (var act in new[] { "archive", "read", "discard", "delete" })
            {
                var answer = await DoAsync(reader, "/messages", act, theirs.Id);
                Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            }

            var kept = await Portal.QueryAsync(db => db.Deliveries.SingleAsync(d => d.Id == theirs.Id));
            Assert.Equal((DeliveryFolder.Inbox, true), (kept.Folder, kept.Unread));
        }
    }

    [Fact]
    public async Task Whoever_selects_nothing_is_told_so()
    {
        var (reader, _) = await ReaderAsync("nothing", "One");
        using (reader)
        {
            Assert.Equal("/messages?done=None", (await DoAsync(reader, "/messages", "delete")).Headers.Location!.OriginalString);
            Assert.Equal("/messages?done=None", (await DoAsync(reader, "/messages", "something")).Headers.Location!.OriginalString);
            Assert.Contains("You have not selected any message.", await reader.ReadAsync("/messages?done=None"), StringComparison.Ordinal);
            Assert.Equal("/messages", (await reader.GetAsync("/messages/selected")).Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task A_message_shows_its_conversation()
    {
        var first = await Portal.DeliverAsync("thread@example.org", Mails.Plain("First").Replace("Message-ID: <", "Message-ID: <root-", StringComparison.Ordinal));
        using var reader = await Portal.RegisterAsync(first);
        var root = await Portal.DeliverAsync("thread@example.org", With("Message-ID: <a@x>", "Question"));
        Portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var reply = await Portal.DeliverAsync("thread@example.org", With("Message-ID: <b@x>\nReferences: <a@x>", "Answer"));

        var page = await reader.ReadAsync($"/messages/{reply.Id:N}");
        Assert.Contains("Conversation: 1 more", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/messages/{root.Id:N}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Conversation", await reader.ReadAsync($"/messages/{first.Id:N}"), StringComparison.Ordinal);

        static string With(string fields, string subject) =>
            $"From: Alice Example <alice@example.com>\nTo: thread@example.org\nSubject: {subject}\n{fields}\n\nDear Bob.\n";
    }

    [Fact]
    public async Task Search_finds_and_its_words_stand_in_no_address()
    {
        var (reader, mails) = await ReaderAsync("search", "One heron", "Two");
        using (reader)
        {
            var form = await reader.ReadAsync("/messages/search");
            var answer = await reader.PostAsync("/messages/search", [.. Browser.Hidden(form, "/messages/search"), ("q", "HERON")]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Contains($"href=\"/messages/{mails[0].Id:N}\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain($"href=\"/messages/{mails[1].Id:N}\"", page, StringComparison.Ordinal);
            Assert.Contains("All your messages have been searched.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("?q=", page, StringComparison.Ordinal);

            var script = await reader.PostAsync("/messages/search", [.. Browser.Hidden(form, "/messages/search"), ("q", "<script>alert(1)</script>\"'")]);
            Assert.DoesNotContain("<script>alert", await script.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var empty = await reader.PostAsync("/messages/search", [.. Browser.Hidden(form, "/messages/search"), ("q", " ")]);
            Assert.Contains("Type what you are looking for.", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_print_view_has_the_words_and_the_names_of_the_files_and_nothing_to_load()
    {
        var mail = await Portal.DeliverAsync("print@example.org", Mails.Rich(new byte[2000]));
        using var reader = await Portal.RegisterAsync(mail);
        var page = await reader.ReadAsync($"/messages/{mail.Id:N}/print");
        Assert.Contains("With everything", page, StringComparison.Ordinal);
        Assert.Contains("Hello Bob", page, StringComparison.Ordinal);
        Assert.Contains("Contract 2027.pdf", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<iframe", page, StringComparison.Ordinal);
        Inert.Check(page);
        Assert.DoesNotContain("elsewhere.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_saved_as_a_pdf_by_its_owner_alone()
    {
        var mail = await Portal.DeliverAsync("pdf@example.org", Mails.Rich(new byte[2000]));
        using var reader = await Portal.RegisterAsync(mail);
        var answer = await reader.GetAsync($"/messages/{mail.Id:N}/print.pdf");
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("With everything.pdf", answer.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("%PDF-1.7", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (other, _) = await ReaderAsync("pdf-other", "Mine");
        using (other)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/messages/{mail.Id:N}/print.pdf")).StatusCode);
        }
    }

    private static void AssertSubjects(string page, string[] present, string[] absent)
    {
        Assert.All(present, subject => Assert.Contains($"mail-subject\">{subject}</bdi>", page, StringComparison.Ordinal));
        Assert.All(absent, subject => Assert.DoesNotContain($"mail-subject\">{subject}</bdi>", page, StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> DoAsync(Browser reader, string page, string act, params Guid[] ids)
    {
        var form = Browser.Hidden(await reader.ReadAsync(page), "/messages/selected");
        return await reader.PostAsync("/messages/selected", [.. form, .. ids.Select(id => ("id", id.ToString("N"))), ("do", act)]);
    }

    private async Task<(Browser Reader, List<Delivered> Mails)> ReaderAsync(string name, params string[] subjects)
    {
        var mails = new List<Delivered>();
        foreach (var subject in subjects)
        {
            mails.Add(await Portal.DeliverAsync($"{name}@example.org", Mails.Plain(subject, $"{name}@example.org")));
            Portal.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        return (await Portal.RegisterAsync(mails[0] with { Token = mails[^1].Token }), mails);
    }
}
