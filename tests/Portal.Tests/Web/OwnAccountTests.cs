using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Portal.SignIn;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Notices, phrase, addresses, data and the end of an account, as a person settles them.</summary>
public sealed class OwnAccountTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Phrase = "the old <boat> sleeps";

    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task How_somebody_is_told_of_messages_is_kept()
    {
        using var reader = await RegisterAsync("choice@example.org");
        await reader.SubmitAsync("/settings/notices", "/settings/notices", ("choice", "Daily"), ("hour", "18"));

        var page = await reader.ReadAsync("/settings/notices");
        Assert.Contains("value=\"Daily\" checked=\"checked\"", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"18\" selected=\"selected\">", page, StringComparison.Ordinal);
        var response = await reader.SubmitAsync("/settings/notices", "/settings/notices", ("choice", "7"), ("hour", "18"));
        Assert.Equal(400, (int)response.StatusCode);
        response = await reader.SubmitAsync("/settings/notices", "/settings/notices", ("choice", "None"), ("hour", "24"));
        Assert.Equal(400, (int)response.StatusCode);
        var stored = await AccountAsync("choice@example.org");
        Assert.Equal((NoticeChoice.Daily, true), (stored.Notices, stored.DigestDueAt > Portal.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task The_phrase_shows_in_a_known_browser_alone_and_to_nobody_who_types_the_address()
    {
        using var reader = await RegisterAsync("phrase@example.org");
        await reader.SubmitAsync("/settings/phrase", "/settings/phrase", ("phrase", Phrase));
        await reader.SubmitAsync("/messages", "/sign-out");
        Assert.Contains("the old &lt;boat&gt; sleeps", await reader.ReadAsync("/sign-in"), StringComparison.Ordinal);

        using var stranger = Portal.Browser();
        Assert.DoesNotContain("sleeps", await stranger.ReadAsync("/sign-in"), StringComparison.Ordinal);
        var wrong = await stranger.SubmitAsync("/sign-in", "/sign-in", ("email", "phrase@example.org"), ("password", "a wrong password"));
        Assert.DoesNotContain("sleeps", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("visit evil.example now")]
    [InlineData("")]
    [InlineData("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789")]
    public async Task A_phrase_that_leads_somewhere_or_is_too_long_is_refused_and_one_can_be_removed(string phrase)
    {
        using var reader = await RegisterAsync($"nophrase{phrase.Length}@example.org");
        await reader.SubmitAsync("/settings/phrase", "/settings/phrase", ("phrase", Phrase));
        var page = await (await reader.SubmitAsync("/settings/phrase", "/settings/phrase", ("phrase", phrase))).Content.ReadAsStringAsync();
        Assert.Contains("phrase-error", page, StringComparison.Ordinal);
        Assert.Contains("&lt;boat&gt;", await reader.ReadAsync("/settings/phrase"), StringComparison.Ordinal);

        await reader.SubmitAsync("/settings/phrase", "/settings/phrase?handler=Remove");
        Assert.DoesNotContain("boat&gt;", await reader.ReadAsync("/settings/phrase"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_added_by_its_code_and_its_mails_are_in_the_same_inbox_until_it_is_removed()
    {
        using var reader = await RegisterAsync("first@example.org");
        var mail = await Portal.DeliverAsync("second@example.org", Mails.Plain());
        const string page = "/settings/addresses";
        Assert.Equal(404, (int)(await reader.GetAsync($"/messages/{mail.Id:N}")).StatusCode);
        await reader.SubmitAsync(page, $"{page}?handler=Add", ("address", " Second@Example.org "));
        var proof = (await Portal.QueryAsync(db => db.AddressProofs.SingleAsync(p => p.Address == "second@example.org"))).Id.ToString("N");
        var wrong = await reader.SubmitAsync(page, $"{page}?handler=Prove", ("id", proof), ("code", "nothing"));
        Assert.Contains($"code-{proof}-error", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var session = reader.Cookie(SessionCookie.Name);

        var code = await CodeAsync("second@example.org");
        var waits = await (await reader.SubmitAsync(page, $"{page}?handler=Prove", ("id", proof), ("code", code))).Content.ReadAsStringAsync();
        Assert.Contains("name=\"initialPassword\"", waits, StringComparison.Ordinal);
        Assert.Contains($"value=\"{code}\"", waits, StringComparison.Ordinal);
        Assert.Equal(session, reader.Cookie(SessionCookie.Name));
        await reader.PostAsync(
            $"{page}?handler=Prove", [.. Browser.Hidden(waits, $"{page}?handler=Prove"), ("id", proof), ("code", code), ("initialPassword", mail.InitialPassword!)]);

        Assert.NotEqual(session, reader.Cookie(SessionCookie.Name));
        Assert.Equal(200, (int)(await reader.GetAsync($"/messages/{mail.Id:N}")).StatusCode);
        var id = (await Portal.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.Address == "second@example.org"))).Id.ToString("N");
        var asked = await (await reader.SubmitAsync(page, $"{page}?handler=Remove", ("id", id))).Content.ReadAsStringAsync();
        Assert.Contains("name=\"withMail\" value=\"true\"", asked, StringComparison.Ordinal);
        await reader.PostAsync($"{page}?handler=Remove", [.. Browser.Hidden(asked, $"{page}?handler=Remove"), ("id", id)]);
        Assert.Equal(404, (int)(await reader.GetAsync($"/messages/{mail.Id:N}")).StatusCode);
        Assert.DoesNotContain("second@example.org", await reader.ReadAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_data_come_in_one_archive()
    {
        using var reader = await RegisterAsync("data@example.org");
        await Portal.DeliverAsync("data@example.org", "From: Eve <eve@example.com>\nSubject: Quoted\n\nFrom here on\n>From there\n");
        await reader.SubmitAsync("/settings/phrase", "/settings/phrase", ("phrase", Phrase));

        var response = await reader.SubmitAsync("/settings/data", "/settings/data");

        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=mail-2026-11-20.zip", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Contains("sandbox", string.Concat(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        await using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["1-data@example.org.mbox", "account.json"], archive.Entries.Select(e => e.FullName));
        var mbox = await ReadAsync(archive.Entries[0]);
        Assert.Equal(2, Regex.Count(mbox, "^From \\S+@\\S+ Fri Nov 20 14:05:00 2026\n", RegexOptions.Multiline));
        Assert.Contains("\n\n>From here on\n>>From there\n\n", mbox, StringComparison.Ordinal);
        var json = JsonDocument.Parse(await ReadAsync(archive.Entries[1])).RootElement;
        Assert.Equal(("Bob Example", Phrase), (json.GetProperty("profile").GetProperty("name").GetString(), json.GetProperty("profile").GetProperty("phrase").GetString()));
        Assert.Equal("data@example.org", json.GetProperty("addresses")[0].GetProperty("address").GetString());
        Assert.Equal(("password", 1), (json.GetProperty("signIns")[0].GetProperty("detail").GetProperty("methods").GetString(), json.GetProperty("sessions").GetArrayLength()));
        Assert.Equal("register", json.GetProperty("states").EnumerateArray().Last().GetProperty("trigger").GetString());
        Assert.Equal(0, json.GetProperty("damagedMessages").GetArrayLength());
        Assert.Contains("mail-unread", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings/data", "")]
    [InlineData("/settings/delete", "")]
    [InlineData("/settings/addresses", "?handler=Add")]
    public async Task What_gives_away_or_changes_much_wants_a_recent_proof(string page, string handler)
    {
        await using var portal = await TestPortal.StartAsync();
        using var reader = await portal.RegisterAsync(await portal.DeliverAsync("proof@example.org", Mails.Plain()));
        var form = await reader.ReadAsync(page);
        portal.Clock.Advance(TimeSpan.FromMinutes(21));
        var posted = await reader.PostAsync(page + handler, [.. Browser.Hidden(form, page + handler), ("address", "proof@example.org")]);
        foreach (var response in new[] { posted, await reader.GetAsync(page) })
        {
            Assert.StartsWith("/sign-in/again?", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        Assert.Equal(1, await portal.QueryAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task An_account_is_deleted_when_its_address_is_typed_and_its_cookies_open_nothing()
    {
        using var reader = await RegisterAsync("gone@example.org");
        using var elsewhere = Portal.Browser();
        await elsewhere.SubmitAsync("/sign-in", "/sign-in", ("email", "gone@example.org"), ("password", Deliveries.Password));
        var other = await (await reader.SubmitAsync("/settings/delete", "/settings/delete", ("address", "other@example.org"))).Content.ReadAsStringAsync();
        Assert.Contains("address-error", other, StringComparison.Ordinal);

        var response = await reader.SubmitAsync("/settings/delete", "/settings/delete", ("address", "Gone@example.org"));

        Assert.Equal("/goodbye", response.Headers.Location!.OriginalString);
        Assert.Equal("\"cache\"", string.Concat(response.Headers.GetValues("Clear-Site-Data")));
        Assert.Equal((null, null), (reader.Cookie(SessionCookie.Name), reader.Cookie(KnownDevices.Cookie)));
        Assert.Contains("Your account is deleted", await reader.ReadAsync("/goodbye"), StringComparison.Ordinal);
        Assert.Equal(303, (int)(await elsewhere.GetAsync("/messages")).StatusCode);
        Assert.False(await Portal.QueryAsync(db => db.Mailboxes.AnyAsync(m => m.Address == "gone@example.org")));
    }

    [Fact]
    public async Task A_tenant_may_forbid_it()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:SelfDeletion", "false"));
        using var reader = await portal.RegisterAsync(await portal.DeliverAsync("stays@example.org", Mails.Plain()));
        Assert.DoesNotContain("/settings/delete", await reader.ReadAsync("/settings"), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await reader.GetAsync("/settings/delete")).StatusCode);
        var posted = await reader.PostAsync("/settings/delete", [.. Browser.Hidden(await reader.ReadAsync("/settings/phrase"), "/settings/phrase"), ("address", "stays@example.org")]);
        Assert.Equal(404, (int)posted.StatusCode);
        Assert.Equal(1, await portal.QueryAsync(db => db.Users.CountAsync()));
    }

    private async Task<Browser> RegisterAsync(string address) => await Portal.RegisterAsync(await Portal.DeliverAsync(address, Mails.Plain()));

    private Task<Account> AccountAsync(string address) => Portal.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address)
        .Join(db.Users, m => m.AccountId, a => a.Id, (_, a) => a).AsNoTracking().SingleAsync());

    private async Task<string> CodeAsync(string address)
    {
        var vault = Portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await Portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.AddressCode).ToListAsync());
        return entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement)
            .Last(mail => mail.GetProperty("To").GetString() == address).GetProperty("Code").GetString()!;
    }

    private static async Task<string> ReadAsync(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
