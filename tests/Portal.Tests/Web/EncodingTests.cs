using System.Text;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Whatever strangers write into any field comes out as text, on every page.</summary>
public sealed class EncodingTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Attack = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";

    [Fact]
    public async Task Markup_in_a_mails_fields_is_text_on_every_page()
    {
        var mail = await fixture.Portal.DeliverAsync("fields@example.org", Hostile());
        using var reader = await fixture.Portal.RegisterAsync(mail);
        foreach (var path in new[] { "/messages", $"/messages/{mail.Id:N}", $"/messages/{mail.Id:N}?view=text" })
        {
            var page = await reader.ReadAsync(path);
            AssertInert(page);
            Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
        }

        AssertInert(await reader.ReadAsync($"/messages/{mail.Id:N}/body"));
    }

    [Fact]
    public async Task Markup_in_what_a_person_types_is_text_on_every_page()
    {
        var mail = await fixture.Portal.DeliverAsync("typed@example.org", Mails.Plain());
        using var browser = fixture.Portal.Browser();
        var wrong = await browser.SubmitAsync(
            $"/n/{mail.Token}", "/register", ("initialPassword", Attack), ("name", Attack), ("newPassword", Attack), ("repeatPassword", Attack));
        AssertInert(await wrong.Content.ReadAsStringAsync());
        AssertInert(await (await browser.SubmitAsync("/sign-in", "/sign-in", ("email", Attack), ("password", "x"))).Content.ReadAsStringAsync());
        AssertInert(await browser.ReadAsync($"/sign-in?returnUrl=/{Uri.EscapeDataString(Attack)}"));
        AssertInert(await browser.ReadAsync($"/{Uri.EscapeDataString(Attack)}"));
        AssertInert(await browser.ReadAsync($"/n/{Uri.EscapeDataString(Attack)}"));
        using var reader = await fixture.Portal.RegisterAsync(mail, Attack);
        AssertInert(await reader.ReadAsync("/messages"));
    }

    [Fact]
    public async Task Templates_and_placeholders_are_text()
    {
        var mail = await fixture.Portal.DeliverAsync("templates@example.org", Mails.Plain("{{7*7}} @(7*7) ${7*7} {0} %s"));
        using var reader = await fixture.Portal.RegisterAsync(mail);
        Assert.Contains("{{7*7}} @(7*7) ${7*7} {0} %s", await reader.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    private static void AssertInert(string page)
    {
        Inert.Check(page);
        Assert.DoesNotContain("\"'>", page, StringComparison.Ordinal);
    }

    private static string Hostile()
    {
        var word = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(Attack))}?=";
        return $"""
            From: {word} <alice@example.com>
            To: {word} <bob@example.org>
            Cc: {word} <carol@example.org>
            Reply-To: {word} <dave@example.org>
            Subject: {word}
            Date: Fri, 20 Nov 2026 14:00:00 +0000
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            {Attack} https://example.com/"onmouseover=alert(1)
            --b
            Content-Type: text/html; name="{word}"
            Content-Disposition: attachment; filename*=UTF-8''{Uri.EscapeDataString(Attack.Replace('/', '|'))}

            {Attack}
            --b--
            """;
    }
}
