using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web;

public sealed class MessageTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_inbox_shows_who_wrote_what_and_when()
    {
        var mail = await Portal.DeliverAsync("inbox@example.org", Mails.Rich(new byte[2000]));
        using var reader = await Portal.RegisterAsync(mail);
        var page = await reader.ReadAsync("/messages");
        Assert.Contains("<h1>Inbox</h1>", page, StringComparison.Ordinal);
        Assert.Contains("1 unread", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/messages/{mail.Id:N}\"", page, StringComparison.Ordinal);
        Assert.Contains("Alice Example", page, StringComparison.Ordinal);
        Assert.Contains("With everything", page, StringComparison.Ordinal);
        Assert.Contains("2 files", page, StringComparison.Ordinal);
        Assert.Contains("today 14:05", page, StringComparison.Ordinal);
        Assert.Contains("title=\"Friday 20 November 2026, 14:05 (UTC)\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_messages_are_turned_over_page_by_page()
    {
        var first = await Portal.DeliverAsync("many@example.org", Mails.Plain("Number 1"));
        using var reader = await Portal.RegisterAsync(first);
        for (var i = 2; i <= 27; i++)
        {
            Portal.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Portal.DeliverAsync("many@example.org", Mails.Plain($"Number {i}"));
        }

        var newest = await reader.ReadAsync("/messages");
        Assert.Contains("Number 27<", newest, StringComparison.Ordinal);
        Assert.DoesNotContain("Number 2<", newest, StringComparison.Ordinal);
        Assert.DoesNotContain("Newer", newest, StringComparison.Ordinal);
        var older = await reader.ReadAsync(Link(newest, "/messages?older="));
        Assert.Contains("Number 2<", older, StringComparison.Ordinal);
        Assert.Contains("Number 1<", older, StringComparison.Ordinal);
        Assert.DoesNotContain("Number 3<", older, StringComparison.Ordinal);
        Assert.Contains("Number 27<", await reader.ReadAsync(Link(older, "/messages?newer=")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_open_the_page_is_to_read_it_and_the_first_time_counts()
    {
        var mail = await Portal.DeliverAsync("read@example.org", Mails.Plain());
        using var reader = await Portal.RegisterAsync(mail);
        await reader.SendAsync(HttpMethod.Head, $"/messages/{mail.Id:N}", null);
        foreach (var ahead in (string[])[$"/messages/{mail.Id:N}", $"/messages/{mail.Id:N}?view=text", $"/messages/{mail.Id:N}/print"])
        {
            var answer = await reader.GetAsync(ahead, ("Sec-Purpose", "prefetch;prerender"));
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.DoesNotContain("Dear Bob", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Null(await ReadAtAsync(mail));
        var page = await reader.ReadAsync($"/messages/{mail.Id:N}");
        Assert.Contains("Dear Bob", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://www.example.com/contract\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"", page, StringComparison.Ordinal);
        Assert.Contains("signed by the mail gateway “bank-gw1”", page, StringComparison.Ordinal);
        var first = await ReadAtAsync(mail);
        Assert.NotNull(first);
        Portal.Clock.Advance(TimeSpan.FromSeconds(5));
        await reader.ReadAsync($"/messages/{mail.Id:N}");
        Assert.Equal(first, await ReadAtAsync(mail));
        Assert.DoesNotContain("mail-unread", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_stands_in_a_frame_without_scripts_and_without_origin()
    {
        var mail = await Portal.DeliverAsync("html@example.org", Mails.Rich(new byte[10]));
        using var reader = await Portal.RegisterAsync(mail);
        var page = await reader.ReadAsync($"/messages/{mail.Id:N}");
        Assert.Contains("<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" title=\"Content of the message\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Bob</b>", page, StringComparison.Ordinal);
        var body = await reader.GetAsync(Link(page, $"/messages/{mail.Id:N}/body"));
        Assert.Equal("text/html; charset=utf-8", body.Content.Headers.ContentType!.ToString());
        var html = await body.Content.ReadAsStringAsync();
        Assert.Contains("Hello <b>Bob</b>", html, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP", html, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere.example", html, StringComparison.Ordinal);
        Assert.DoesNotContain("script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onclick", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_plain_view_shows_the_words_without_a_frame()
    {
        var mail = await Portal.DeliverAsync("plain@example.org", Mails.Rich(new byte[10]));
        using var reader = await Portal.RegisterAsync(mail);
        var page = await reader.ReadAsync($"/messages/{mail.Id:N}?view=text");
        Assert.Contains("Hello Bob", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<iframe", page, StringComparison.Ordinal);
        Assert.Contains("Formatted view", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_persons_message_is_not_found_in_any_form()
    {
        var mine = await Portal.DeliverAsync("alice@example.org", Mails.Plain());
        var theirs = await Portal.DeliverAsync("eve@example.org", Mails.Rich(new byte[10]));
        using var other = await Portal.RegisterAsync(theirs);
        using var reader = await Portal.RegisterAsync(mine);
        foreach (var id in new[] { theirs.Id, Guid.NewGuid() })
        {
            foreach (var path in new[] { "", "?view=text", "/body", "/body?part=1", "/parts/1", "/parts/4", "/parts/4/files/1", "/original.eml" })
            {
                var response = await reader.GetAsync($"/messages/{id:N}{path}");
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
                Assert.DoesNotContain("Hello", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        Assert.Null(await ReadAtAsync(theirs));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/messages/{theirs.Id:N}/original.eml")).StatusCode);
    }

    [Theory]
    [InlineData("/body?part=99")]
    [InlineData("/parts/99")]
    [InlineData("/parts/0")]
    [InlineData("/parts/-1")]
    [InlineData("/parts/99999999999999999999")]
    [InlineData("/parts/0/files/1")]
    [InlineData("/parts/0/files/0")]
    [InlineData("/parts/99/files/1")]
    [InlineData("/parts/-1/files/-1")]
    [InlineData("/parts/..%2f..%2fportal.db")]
    public async Task Parts_that_are_none_are_not_found(string path)
    {
        var mail = await Portal.DeliverAsync("parts@example.org", Mails.Plain());
        using var reader = await SignedInAsync(mail);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/messages/{mail.Id:N}{path}")).StatusCode);
    }

    private async Task<Browser> SignedInAsync(Delivered mail)
    {
        var browser = Portal.Browser();
        await browser.SubmitAsync("/sign-in", "/sign-in", ("email", mail.Address), ("password", Deliveries.Password));
        return browser.Cookie("__Host-session") is null ? await Portal.RegisterAsync(mail) : browser;
    }

    private Task<DateTimeOffset?> ReadAtAsync(Delivered mail) =>
        Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == mail.Id).Select(d => d.ReadAt).SingleAsync());

    private static string Link(string page, string start)
    {
        var at = page.IndexOf(start, StringComparison.Ordinal);
        return page[at..page.IndexOf('"', at)];
    }
}
