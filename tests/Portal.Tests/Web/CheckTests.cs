using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>The page on which anybody asks whether a notice is real.</summary>
public sealed class CheckTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_code_of_a_notice_is_known_with_date_domain_and_a_hidden_address()
    {
        var mail = await Portal.DeliverAsync("check@example.org", Mails.Plain("A very secret subject"));
        var code = await CodeAsync(mail);
        using var browser = Portal.Browser();
        var before = await StoredRows.ReadAsync(Portal.DataFolder);

        var answer = await AskAsync(browser, code);

        Assert.Contains("Yes: the e-mail with this code is from Example Bank.", answer, StringComparison.Ordinal);
        Assert.Contains("Friday 20 November 2026, 14:05", answer, StringComparison.Ordinal);
        Assert.Contains(">example.com<", answer, StringComparison.Ordinal);
        Assert.Contains(">c***@example.org<", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("check@example.org", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(code, answer, StringComparison.Ordinal); // nor is it written into the form again
        Assert.DoesNotContain(code, Portal.Log.Text, StringComparison.Ordinal);
        Assert.Equal(before, await StoredRows.ReadAsync(Portal.DataFolder));
    }

    [Fact]
    public async Task Whatever_else_is_unknown_in_the_same_words()
    {
        using var browser = Portal.Browser();
        var answers = new List<string>();
        foreach (var code in (string[])["AAAAA-AAAAA", "x", "<script>alert(1)</script>", new string('A', 5000)])
        {
            var answer = await AskAsync(browser, code);
            Assert.Contains("No: we do not know this code. Do not click", answer, StringComparison.Ordinal);
            answers.Add(answer[..answer.IndexOf("<form class=\"form\"", StringComparison.Ordinal)]);
        }

        Assert.Single(answers.Select(answer => answer[answer.IndexOf("<main", StringComparison.Ordinal)..]).Distinct());
        Assert.Contains("Enter the code", await AskAsync(browser, "  "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_is_taken_from_a_form_alone()
    {
        var code = await CodeAsync(await Portal.DeliverAsync("form@example.org", Mails.Plain()));
        using var browser = Portal.Browser();
        Assert.DoesNotContain("Yes:", await browser.ReadAsync($"/check?code={code}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/check", [("code", code)])).StatusCode);
    }

    [Fact]
    public async Task The_sign_in_page_leads_there_and_it_speaks_German()
    {
        using var browser = Portal.Browser();
        Assert.Contains("href=\"/check\"", await browser.ReadAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Contains("Ist diese E-Mail echt?", await browser.ReadAsync("/check", ("Accept-Language", "de-CH")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var portal = await TestPortal.StartAsync(("Portal:RateLimits:Checks", "2"));
        using var browser = portal.Browser();
        await AskAsync(browser, "AAAAA-AAAAA");
        await AskAsync(browser, "AAAAA-AAAAA");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync("/check", "/check", ("code", "AAAAA-AAAAA"))).StatusCode);
    }

    private static async Task<string> AskAsync(Browser browser, string code)
    {
        var answer = await browser.SubmitAsync("/check", "/check", ("code", code));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> CodeAsync(Delivered mail)
    {
        var vault = Portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await Portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Notice).ToListAsync());
        return entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement)
            .Single(notice => notice.GetProperty("Token").GetString() == mail.Token).GetProperty("CheckCode").GetString()!;
    }
}
