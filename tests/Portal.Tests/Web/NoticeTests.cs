using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web;

public sealed class NoticeTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task However_often_a_scanner_opens_the_link_nothing_changes_and_it_still_works()
    {
        var mail = await Portal.DeliverAsync("scanned@example.org", Mails.Plain());
        var before = await RowsAsync();
        using var scanner = Portal.Browser();
        for (var i = 0; i < 20; i++)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                Assert.Equal(HttpStatusCode.OK, (await scanner.SendAsync(method, $"/n/{mail.Token}", null)).StatusCode);
            }
        }

        Assert.Equal(before, await RowsAsync());
        using var reader = await Portal.RegisterAsync(mail);
        Assert.Contains("Your contract", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_alone_shows_the_address_and_nothing_of_the_message()
    {
        var mail = await Portal.DeliverAsync("token@example.org", Mails.Plain("A very secret subject"));
        using var browser = Portal.Browser();
        var page = await browser.ReadAsync($"/n/{mail.Token}");
        Assert.Contains("token@example.org", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", page, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Id.ToString("N"), page, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Token, Portal.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token@example.org", Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_person_is_asked_to_sign_in_and_led_to_the_message()
    {
        var mail = await Portal.DeliverAsync("known@example.org", Mails.Plain());
        using var first = await Portal.RegisterAsync(mail);
        Assert.Equal($"/messages/{mail.Id:N}", (await first.GetAsync($"/n/{mail.Token}")).Headers.Location!.OriginalString);

        using var later = Portal.Browser();
        var response = await later.SubmitAsync(
            $"/n/{mail.Token}", "/sign-in", ("email", "known@example.org"), ("password", Deliveries.Password));
        Assert.Equal($"/messages/{mail.Id:N}", response.Headers.Location!.OriginalString);
        Assert.Contains("Dear Bob", await later.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_who_is_signed_in_is_told_whom_it_is_for()
    {
        var mine = await Portal.DeliverAsync("mine@example.org", Mails.Plain());
        var theirs = await Portal.DeliverAsync("theirs@example.org", Mails.Plain());
        using var owner = await Portal.RegisterAsync(theirs);
        using var other = await Portal.RegisterAsync(mine, "Mallory Example");
        var page = await other.ReadAsync($"/n/{theirs.Token}");
        Assert.Contains("You are signed in as Mallory Example. This message is for theirs@example.org", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_link_that_nobody_made_gets_a_friendly_answer(string token)
    {
        using var browser = Portal.Browser();
        var response = await browser.GetAsync($"/n/{token}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Link not known", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<string> RowsAsync() => Portal.QueryAsync(async db => JsonSerializer.Serialize(new object[]
    {
        await db.Notices.OrderBy(n => n.TokenHash).ToListAsync(),
        await db.InitialPasswords.OrderBy(p => p.MailboxId).ToListAsync(),
        await db.Deliveries.OrderBy(d => d.Id).ToListAsync(),
        await db.Mailboxes.OrderBy(m => m.Id).ToListAsync(),
        await db.Outbox.OrderBy(o => o.Id).ToListAsync(),
        await db.Sessions.CountAsync(),
        await db.Users.CountAsync(),
    }));
}
