using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>The sender's view of a message: states, buttons, files, and what its recipient then sees.</summary>
public sealed class SentViewTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task Looking_at_a_message_shows_in_the_senders_view_and_takes_buttons_away()
    {
        var (mail, link) = await SendAsync("view@example.org");
        using var sender = Portal.Browser();
        AssertHas(await sender.ReadAsync(link), "view@example.org", "Stored, notice not sent yet", "value=\"Notify\"", "value=\"Withdraw\"", "value=\"Lock\"");
        using var reader = await Portal.RegisterAsync(mail);
        AssertHas(await sender.ReadAsync(link), "Registered, not opened yet");
        await reader.ReadAsync($"/messages/{mail.Id:N}");
        var page = await sender.ReadAsync(link);
        AssertHas(page, "<strong>Opened</strong>", "value=\"Lock\"");
        Assert.DoesNotContain("value=\"Withdraw\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"Notify\"", page, StringComparison.Ordinal);
        await reader.GetAsync($"/messages/{mail.Id:N}/original.eml");
        AssertHas(await sender.ReadAsync(link), "<strong>Opened and downloaded</strong>");
        Assert.DoesNotContain("Your contract", await sender.ReadAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_back_asks_once_more_and_then_the_message_is_gone()
    {
        var (mail, link) = await SendAsync("back@example.org");
        using var sender = Portal.Browser();
        var asked = await sender.SubmitAsync(link, link, ("do", "Withdraw"));
        var question = await asked.Content.ReadAsStringAsync();
        AssertHas(question, "Take this message back?", "for good", "name=\"sure\"");
        Assert.True(await Portal.QueryAsync(db => db.Deliveries.AnyAsync(d => d.Id == mail.Id)));

        (await sender.PostAsync(link, [.. Browser.Hidden(question, link), ("do", "Withdraw")])).LeadsTo($"{link}?done=Withdraw");
        AssertHas(await sender.ReadAsync($"{link}?done=Withdraw"), "taken back before anybody opened it", "Taken back unopened");
        Assert.False(await Portal.QueryAsync(db => db.Deliveries.AnyAsync(d => d.Id == mail.Id)));
        using var recipient = Portal.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await recipient.GetAsync($"/n/{mail.Token}")).StatusCode);

        var again = await sender.PostAsync(link, [.. Browser.Hidden(question, link), ("do", "Withdraw")]);
        AssertHas(await again.Content.ReadAsStringAsync(), "could not be taken back");
    }

    [Fact]
    public async Task A_locked_message_opens_by_none_of_its_addresses_and_says_who_locked_it()
    {
        var (mail, link) = await SendAsync("locked@example.org", Mails.Rich(new byte[10]));
        using var reader = await Portal.RegisterAsync(mail);
        using var sender = Portal.Browser();
        (await sender.SubmitAsync(link, link, ("do", "Lock"))).LeadsTo($"{link}?done=Lock");

        var page = await reader.GetAsync($"/messages/{mail.Id:N}");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        AssertHas(await page.Content.ReadAsStringAsync(), "This message is locked", "Its sender has locked this message");
        (await reader.GetAsync($"/messages/{mail.Id:N}/print")).LeadsTo($"/messages/{mail.Id:N}");
        foreach (var path in (string[])["body", "original.eml", "print.pdf", "parts/2", "parts/3", "parts/4", "parts/5", "parts/6", "reply", "forward"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/messages/{mail.Id:N}/{path}")).StatusCode);
        }

        var list = await reader.ReadAsync("/messages");
        AssertHas(list, "Nobody can open it");
        Assert.DoesNotContain("With everything", list, StringComparison.Ordinal);

        AssertHas(await sender.ReadAsync(link), "<strong>Locked</strong>", "value=\"Unlock\"");
        (await sender.SubmitAsync(link, link, ("do", "Unlock"))).LeadsTo($"{link}?done=Unlock");
        AssertHas(await reader.ReadAsync($"/messages/{mail.Id:N}"), "With everything");
    }

    [Fact]
    public async Task What_the_recipient_locked_is_unlocked_after_a_warning_only()
    {
        var (mail, link) = await SendAsync("wrong@example.org");
        DateTimeOffset? now = Portal.Clock.GetUtcNow();
        await Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == mail.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now).SetProperty(d => d.Lock, DeliveryLock.Recipient)));
        using var sender = Portal.Browser();
        AssertHas(await sender.ReadAsync(link), "it reached the wrong person");
        var question = await (await sender.SubmitAsync(link, link, ("do", "Unlock"))).Content.ReadAsStringAsync();
        AssertHas(question, "Unlock this message?", "said that it is meant for somebody else");
        (await sender.PostAsync(link, [.. Browser.Hidden(question, link), ("do", "Unlock")])).LeadsTo($"{link}?done=Unlock");
    }

    [Fact]
    public async Task What_would_go_is_kept_longer_and_the_view_says_until_when()
    {
        var (mail, link) = await SendAsync("longer@example.org");
        DateTimeOffset? end = Portal.Clock.GetUtcNow().AddDays(10);
        await Portal.QueryAsync(db => db.Messages.Where(m => db.Deliveries.Any(d => d.Id == mail.Id && d.MessageId == m.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, end)));
        using var sender = Portal.Browser();
        AssertHas(await sender.ReadAsync(link), "It is deleted on", "value=\"Extend\"");
        (await sender.SubmitAsync(link, link, ("do", "Extend"))).LeadsTo($"{link}?done=Extend");
        AssertHas(await sender.ReadAsync($"{link}?done=Extend"), "The message is kept longer.", "<dd>Kept longer</dd>");
        Assert.True(await Portal.QueryAsync(db => db.Messages.AnyAsync(m => m.ExpiresAt > end && db.Deliveries.Any(d => d.Id == mail.Id && d.MessageId == m.Id))));
    }

    [Fact]
    public async Task Notifying_again_waits_and_says_so()
    {
        var (_, link) = await SendAsync("again@example.org");
        using var sender = Portal.Browser();
        (await sender.SubmitAsync(link, link, ("do", "Notify"))).LeadsTo($"{link}?done=Notify");
        AssertHas(await (await sender.SubmitAsync(link, link, ("do", "Notify"))).Content.ReadAsStringAsync(), "only just now");
    }

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("Extend")]
    [InlineData("99")]
    public async Task What_no_button_offers_changes_nothing(string act)
    {
        var (_, link) = await SendAsync($"no-{act}@example.org".ToLowerInvariant());
        using var sender = Portal.Browser();
        var answer = await sender.SubmitAsync(link, link, ("do", act));
        AssertHas(await answer.Content.ReadAsStringAsync(), "Nothing was changed");
    }

    [Fact]
    public async Task Another_messages_recipient_is_not_reached_by_this_link()
    {
        var (other, _) = await SendAsync("other-one@example.org");
        var (_, link) = await SendAsync("this-one@example.org");
        using var sender = Portal.Browser();
        var fields = Browser.Hidden(await sender.ReadAsync(link), link).Where(field => field.Name != "delivery").ToList();
        foreach (var act in (string[])["Lock", "Withdraw", "Notify", "Password"])
        {
            var answer = await sender.PostAsync(link, [.. fields, ("delivery", other.Id.ToString("N")), ("do", act), ("sure", "true")]);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.True(await Portal.QueryAsync(db => db.Deliveries.AnyAsync(d => d.Id == other.Id && d.LockedAt == null)));
    }

    [Fact]
    public async Task Evidence_is_there_to_keep_signed_and_readable()
    {
        var (mail, link) = await SendAsync("proof@example.org");
        using var sender = Portal.Browser();
        var json = await sender.GetAsync($"{link}/evidence.json");
        Assert.Equal("application/json", json.Content.Headers.ContentType!.MediaType);
        Assert.Equal("evidence.json", json.Content.Headers.ContentDisposition!.FileName);
        var file = JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains(mail.Address, file.GetProperty("links")[0].GetProperty("content").GetString(), StringComparison.Ordinal);
        var pdf = await (await sender.GetAsync($"{link}/evidence.pdf", ("Accept-Language", "de"))).Content.ReadAsByteArrayAsync();
        Assert.Equal("%PDF-"u8.ToArray(), pdf[..5]);
        foreach (var path in (string[])["/sent/AAAAAAAAAAAAAAAAAAAAAA/evidence.json", "/sent/short/evidence.pdf"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await sender.GetAsync(path)).StatusCode);
        }
    }

    // Links of an older version know no message.
    [Fact]
    public async Task An_old_link_still_brings_a_new_initial_password()
    {
        var (_, link) = await SendAsync("old@example.org");
        await Portal.QueryAsync(db => db.SenderLinks.Where(l => db.Mailboxes.Any(m => m.Id == l.MailboxId && m.Address == "old@example.org"))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.MessageId, (Guid?)null)));
        using var sender = Portal.Browser();
        AssertHas(await sender.ReadAsync(link), "New initial password", "old@example.org");
        (await sender.SubmitAsync(link, link)).LeadsTo($"{link}?done=Password");
        AssertHas(await sender.ReadAsync($"{link}?done=Password"), "A new initial password is on its way to you");
    }

    private static void AssertHas(string page, params string[] texts) => Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));

    private async Task<(Delivered Mail, string Link)> SendAsync(string to, string? mail = null)
    {
        var delivered = await Portal.DeliverAsync(to, mail ?? Mails.Plain(to: to));
        var vault = Portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await Portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.InitialPassword).ToListAsync());
        var own = entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement)
            .Single(one => one.GetProperty("RecipientAddress").GetString() == to);
        return (delivered, $"/sent/{own.GetProperty("SenderToken").GetString()}");
    }
}
