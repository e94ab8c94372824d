using System.Net;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Invitations, pieces of messages and files that lie elsewhere, as the page shows them; and what it says of odd mails.</summary>
public sealed class CalendarTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Attack = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";

    [Fact]
    public async Task An_invitation_is_shown_and_its_file_stays()
    {
        var (reader, path) = await OpenAsync("calendar@example.org", Invitation(
            "METHOD:REQUEST", "SUMMARY:Review", "Berlin", "20261120T140000", "LOCATION:Room 3", "DESCRIPTION:One\\nTwo"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("Invitation</p>", page, StringComparison.Ordinal);
        Assert.Contains("Review</h2>", page, StringComparison.Ordinal);
        Assert.Contains("Friday 20 November 2026, 14:00 (Europe/Berlin)", page, StringComparison.Ordinal);
        Assert.Contains("Room 3", page, StringComparison.Ordinal);
        Assert.Contains("One\nTwo", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("alice@example.com", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{path}/parts/2\" download", page, StringComparison.Ordinal);
        var file = await reader.GetAsync($"{path}/parts/2");
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("BEGIN:VCALENDAR", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_appointment_says_so_in_german_too()
    {
        var (reader, path) = await OpenAsync("cancel@example.org", Invitation(
            "METHOD:CANCEL", "SUMMARY:Review", "Berlin", "20261120T140000", "STATUS:CANCELLED", "RRULE:FREQ=DAILY"));
        using var _ = reader;
        Assert.Contains("Cancelled appointment", await reader.ReadAsync(path), StringComparison.Ordinal);
        await reader.SubmitAsync(path, "/language", ("language", "de"));
        var german = await reader.ReadAsync(path);
        Assert.Contains("Abgesagter Termin", german, StringComparison.Ordinal);
        Assert.Contains("Freitag, 20. November 2026, 14:00 Uhr (Europe/Berlin)", german, StringComparison.Ordinal);
        Assert.Contains("Dieser Termin wiederholt sich.", german, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_every_field_of_a_calendar_is_text()
    {
        var (reader, path) = await OpenAsync("hostile@example.org", Invitation(
            $"METHOD:{Attack}", $"SUMMARY:{Attack}", Attack.Replace("\"", "", StringComparison.Ordinal), "20261120T140000", $"LOCATION:{Attack}",
            $"DESCRIPTION:{Attack}\\n{Attack}", $"ORGANIZER;CN={Attack.Replace("\"", "", StringComparison.Ordinal)}:mailto:{Attack}"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        AssertInert(page);
        Assert.True(page.Split("&lt;img src=x").Length > 5);
    }

    [Fact]
    public async Task A_piece_of_a_message_is_called_one()
    {
        var (reader, path) = await OpenAsync("piece@example.org", Mail("Content-Type: message/partial; id=a; number=2; total=5", "Subject: inner", "", "inner text"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("This is only piece 2 of 5 of a larger message.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"{path}/parts/0")).StatusCode);
    }

    [Fact]
    public async Task A_file_that_lies_elsewhere_is_named_and_neither_fetched_nor_linked()
    {
        var (reader, path) = await OpenAsync("elsewhere@example.org", Mail(
            $"Content-Type: message/external-body; access-type=URL; URL=\"https://elsewhere.example/{Attack.Replace('"', '_')}\"", "Content-Type: image/png", ""));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("It lies elsewhere and is not fetched for you.", page, StringComparison.Ordinal);
        Assert.Contains("https://elsewhere.example/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://elsewhere.example", page, StringComparison.Ordinal);
        AssertInert(page);
    }

    [Theory]
    [InlineData("en", "An entry in the message’s head has too many details.", "The message’s end is missing.")]
    [InlineData("de", "Eine Angabe im Kopf der Nachricht hat zu viele Einzelheiten.", "Das Ende der Nachricht fehlt.")]
    public async Task What_is_odd_about_a_mail_is_said_in_plain_words(string language, string parameters, string end)
    {
        var (reader, path) = await OpenAsync($"odd-{language}@example.org", Mail(
            "Content-Type: multipart/mixed; boundary=b" + string.Concat(Enumerable.Repeat("; a=b", 200)), "--b", "", "Still readable"));
        using var _ = reader;
        await reader.SubmitAsync(path, "/language", ("language", language));
        var page = await reader.ReadAsync(path);
        Assert.Contains(parameters, page, StringComparison.Ordinal);
        Assert.Contains(end, page, StringComparison.Ordinal);
        Assert.Contains("Still readable", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"{path}/original.eml")).StatusCode);
    }

    [Fact]
    public async Task Bombs_are_delivered_shown_as_far_as_they_go_and_always_to_be_had_whole()
    {
        var deep = string.Concat(Enumerable.Range(0, 500).Select(i => $"\n\n--b{i}\nContent-Type: multipart/mixed; boundary=b{i + 1}"));
        var bombs = new (string Mail, string Remark)[]
        {
            (Mail("Content-Type: multipart/mixed; boundary=b0", deep), "packed into one another too deeply"),
            (Mail("Content-Type: multipart/mixed; boundary=b", string.Concat(Enumerable.Repeat("\n--b\n\nx", 3000))), "The message has too many parts."),
            (Mail(string.Concat(Enumerable.Range(0, 2000).Select(i => $"X-{i}: y\n")) + "Content-Type: text/plain", "x"), "has too many entries"),
            (Mail("X: " + string.Concat(Enumerable.Repeat("=?utf-8?Q?a?=\n ", 50_000)) + "z", "x"), "is too long and was cut"),
            (Mail("Content-Type: multipart/mixed; boundary=b", string.Concat(Enumerable.Repeat("\n--b\n\nx", 30)), "\n--b--"), "more texts than one page can show"),
        };
        foreach (var (mail, remark) in bombs)
        {
            var (reader, path) = await OpenAsync($"{Guid.NewGuid():N}@example.org", mail);
            using var _ = reader;
            Assert.Contains(remark, await reader.ReadAsync(path), StringComparison.Ordinal);
            Assert.Equal(mail.ReplaceLineEndings("\r\n"), await (await reader.GetAsync($"{path}/original.eml")).Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public void Every_remark_has_its_text()
    {
        var texts = File.ReadAllText(Path.Combine(TestKit.Corpora.Root, "Portal", "Resources", "Texts.resx"));
        var names = Enum.GetNames<Core.Mime.OutlineRemarkKind>().Concat(Enum.GetNames<global::Portal.Pages.Messages.MessageRemark>());
        Assert.All(names, name => Assert.Contains($"\"Message.Remark{name}\"", texts, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<Core.Mime.CalendarMethod>(), name => Assert.Contains($"\"Message.Calendar{name}\"", texts, StringComparison.Ordinal));
    }

    private async Task<(Browser Reader, string Path)> OpenAsync(string address, string mail)
    {
        var delivered = await fixture.Portal.DeliverAsync(address, mail);
        return (await fixture.Portal.RegisterAsync(delivered), $"/messages/{delivered.Id:N}");
    }

    private static void AssertInert(string page)
    {
        Inert.Check(page);
        Assert.DoesNotContain("\"'>", page, StringComparison.Ordinal);
    }

    private static string Mail(string type, params string[] body) =>
        $"From: Alice <alice@example.com>\nSubject: Hello\nMIME-Version: 1.0\n{type}\n\n{string.Join('\n', body)}";

    private static string Invitation(string method, string summary, string zone, string start, params string[] lines) => Mail(
        "Content-Type: multipart/alternative; boundary=b",
        "--b", "Content-Type: text/plain", "", "You are invited", "--b", "Content-Type: text/calendar; charset=utf-8; method=REQUEST", "",
        "BEGIN:VCALENDAR", method, "BEGIN:VEVENT", summary, $"DTSTART;TZID=\"Europe/{zone}\":{start}", "ORGANIZER:mailto:alice@example.com",
        string.Join('\n', lines), "END:VEVENT", "END:VCALENDAR", "--b--");
}
