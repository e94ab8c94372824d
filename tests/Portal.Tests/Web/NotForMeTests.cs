using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>A message that went to the wrong person, said on its page or behind the notice's link.</summary>
public sealed class NotForMeTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task A_reader_says_so_on_a_page_of_its_own_and_then_nothing_of_the_message_opens()
    {
        var mail = await Portal.DeliverAsync("reader@example.org", Mails.Rich(new byte[10]));
        using var reader = await Portal.RegisterAsync(mail);
        var (path, page) = ($"/messages/{mail.Id:N}", $"/messages/{mail.Id:N}/not-for-me");
        Assert.Contains($"href=\"{page}\"", await reader.ReadAsync(path), StringComparison.Ordinal);
        Assert.Contains("Is this message not for you?", await reader.ReadAsync(page), StringComparison.Ordinal);
        Assert.Contains("With everything", await reader.ReadAsync(path), StringComparison.Ordinal); // looking locked nothing

        Assert.Equal(path, (await reader.SubmitAsync(page, page)).Headers.Location!.OriginalString);

        var locked = await reader.ReadAsync(path);
        Assert.Contains("This message is locked", locked, StringComparison.Ordinal);
        Assert.Contains("You said that this message is for somebody else", locked, StringComparison.Ordinal);
        Assert.Contains("ask the sender, who can unlock it", locked, StringComparison.Ordinal);
        Assert.DoesNotContain("With everything", locked, StringComparison.Ordinal);
        foreach (var file in (string[])["body", "original.eml", "print.pdf", "parts/1"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"{path}/{file}")).StatusCode);
        }

        foreach (var other in (string[])["print", "not-for-me"])
        {
            Assert.Equal(path, (await reader.GetAsync($"{path}/{other}")).Headers.Location!.OriginalString);
        }

        Assert.Equal(1, await CountAsync(OutboxKind.NotForMe, mail));
    }

    [Fact]
    public async Task Who_has_only_the_link_says_so_without_registering()
    {
        var mail = await Portal.DeliverAsync("stranger@example.org", Mails.Plain("A very secret subject"));
        using var stranger = Portal.Browser();
        var (path, page) = ($"/n/{mail.Token}", $"/n/{mail.Token}/not-for-me");
        Assert.Contains($"href=\"{page}\"", await stranger.ReadAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await stranger.ReadAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.PostAsync(page, [])).StatusCode);
        Assert.Null(await LockedAtAsync(mail));

        Assert.Equal(path, (await stranger.SubmitAsync(page, page)).Headers.Location!.OriginalString);

        Assert.NotNull(await LockedAtAsync(mail));
        var locked = await stranger.ReadAsync(path);
        Assert.Contains("You said that this message is for somebody else", locked, StringComparison.Ordinal);
        Assert.DoesNotContain("initialPassword", locked, StringComparison.Ordinal);
        Assert.Equal(path, (await stranger.GetAsync(page)).Headers.Location!.OriginalString);
        Assert.DoesNotContain(mail.Token, Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_somebody_has_registered_the_link_alone_locks_nothing()
    {
        var mail = await Portal.DeliverAsync("registered@example.org", Mails.Plain());
        using var stranger = Portal.Browser();
        var page = $"/n/{mail.Token}/not-for-me";
        var form = Browser.Hidden(await stranger.ReadAsync(page), page).ToList();
        using var reader = await Portal.RegisterAsync(mail);

        Assert.Equal($"/n/{mail.Token}", (await stranger.GetAsync(page)).Headers.Location!.OriginalString);
        await stranger.PostAsync(page, [.. form]);

        Assert.Null(await LockedAtAsync(mail));
        Assert.Contains("Your contract", await reader.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anothers_message_is_not_found_like_one_that_is_not_there()
    {
        var (mine, theirs) = (await Portal.DeliverAsync("mine1@example.org", Mails.Plain()), await Portal.DeliverAsync("theirs1@example.org", Mails.Plain()));
        using var reader = await Portal.RegisterAsync(mine);
        var own = $"/messages/{mine.Id:N}/not-for-me";
        foreach (var id in (Guid[])[theirs.Id, Guid.NewGuid()])
        {
            var page = $"/messages/{id:N}/not-for-me";
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(page)).StatusCode);
            var answer = await reader.PostAsync(page, [.. Browser.Hidden(await reader.ReadAsync(own), own)]);
            Assert.Equal($"/messages/{id:N}", answer.Headers.Location!.OriginalString);
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/messages/{id:N}")).StatusCode);
        }

        Assert.Null(await LockedAtAsync(theirs));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    public async Task A_link_that_nobody_made_gets_a_friendly_answer(string token)
    {
        using var browser = Portal.Browser();
        var response = await browser.GetAsync($"/n/{token}/not-for-me");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Link not known", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryLock.Sender, "Its sender has locked this message")]
    [InlineData(DeliveryLock.Administrator, "The operators of this site have locked")]
    public async Task The_page_says_who_locked_it(DeliveryLock who, string text)
    {
        var mail = await Portal.DeliverAsync($"locked-{who}@example.org".ToLowerInvariant(), Mails.Plain());
        using var reader = await Portal.RegisterAsync(mail);
        DateTimeOffset? now = Portal.Clock.GetUtcNow();
        await Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == mail.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now).SetProperty(d => d.Lock, who)));

        Assert.Contains(text, await reader.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    private Task<DateTimeOffset?> LockedAtAsync(Delivered mail) =>
        Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == mail.Id).Select(d => d.LockedAt).SingleAsync());

    private async Task<int> CountAsync(OutboxKind kind, Delivered mail)
    {
        var vault = Portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await Portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).ToListAsync());
        return entries.Count(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement.GetProperty("RecipientAddress").GetString() == mail.Address);
    }
}
