using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Where the link in a mail to a sender leads.</summary>
public sealed class SentTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_button_makes_a_new_initial_password_and_is_gone_when_the_person_has_registered()
    {
        var mail = await Portal.DeliverAsync("sent@example.org", Mails.Plain());
        var link = await LinkAsync("sent@example.org");
        using var sender = Portal.Browser();
        var answer = await sender.SubmitAsync(link, link, ("do", "Password"));
        Assert.Equal($"{link}?done=Password", answer.Headers.Location!.OriginalString);
        Assert.Contains("A new initial password is on its way to you", await sender.ReadAsync($"{link}?done=Password"), StringComparison.Ordinal);
        var renewed = (await PasswordsAsync("sent@example.org"))[^1];
        Assert.Equal("alice@example.com", renewed.GetProperty("To").GetString());
        using var reader = await Portal.RegisterAsync(mail with { InitialPassword = renewed.GetProperty("InitialPassword").GetString() });
        var page = await sender.ReadAsync(link);
        Assert.Contains("Registered, not opened yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"Password\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_the_recipient_and_never_the_initial_password_or_the_sender()
    {
        await Portal.DeliverAsync("shown@example.org", Mails.Plain());
        var link = await LinkAsync("shown@example.org");
        using var browser = Portal.Browser();
        await browser.SubmitAsync(link, link, ("do", "Password"));
        foreach (var page in new[] { await browser.ReadAsync(link), await browser.ReadAsync($"{link}?done=Password") })
        {
            Assert.Contains("shown@example.org", page, StringComparison.Ordinal);
            Assert.DoesNotContain("alice@example.com", page, StringComparison.Ordinal);
            foreach (var password in await PasswordsAsync("shown@example.org"))
            {
                Assert.DoesNotContain(password.GetProperty("InitialPassword").GetString()!, page, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain(link, Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_more_within_minutes_is_refused_kindly()
    {
        await Portal.DeliverAsync("soon@example.org", Mails.Plain());
        var link = await LinkAsync("soon@example.org");
        using var browser = Portal.Browser();
        await browser.SubmitAsync(link, link, ("do", "Password"));
        var answer = await browser.SubmitAsync(link, link, ("do", "Password"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("made only just now", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await PasswordsAsync("soon@example.org")).Count);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_link_that_nobody_made_gets_a_friendly_answer(string token)
    {
        using var browser = Portal.Browser();
        var response = await browser.GetAsync($"/sent/{token}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Link not known", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var fields = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/sent/{token}", [.. fields])).StatusCode);
    }

    [Fact]
    public async Task Without_the_pages_own_form_nothing_is_made()
    {
        await Portal.DeliverAsync("forged@example.org", Mails.Plain());
        var link = await LinkAsync("forged@example.org");
        using var browser = Portal.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(link, [])).StatusCode);
        Assert.Single(await PasswordsAsync("forged@example.org"));
    }

    [Fact]
    public async Task It_speaks_German_too()
    {
        await Portal.DeliverAsync("deutsch@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var page = await browser.ReadAsync(await LinkAsync("deutsch@example.org"), ("Accept-Language", "de-CH"));
        Assert.Contains("Neues Initialpasswort an mich senden", page, StringComparison.Ordinal);
    }

    private async Task<string> LinkAsync(string recipient) =>
        $"/sent/{(await PasswordsAsync(recipient))[0].GetProperty("SenderToken").GetString()}";

    private async Task<List<JsonElement>> PasswordsAsync(string recipient)
    {
        var vault = Portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await Portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.InitialPassword).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement)
            .Where(mail => mail.GetProperty("RecipientAddress").GetString() == recipient)];
    }
}
