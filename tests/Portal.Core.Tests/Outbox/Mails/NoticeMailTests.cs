using System.Text.RegularExpressions;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

public sealed class NoticeMailTests
{
    [Theory]
    [InlineData("en", "Alice Example", "alice@example.com", "A new message for you", Samples.Link, "initial password", "20 December 2026, 14:05 UTC", "check that this is real", "https://portal.example.com/")]
    [InlineData("de", "Alice Example", "alice@example.com", "eine neue Nachricht für Sie", Samples.Link, "Das Initialpasswort", "20. Dezember 2026, 14:05 Uhr UTC", "echt ist", "https://portal.example.com/")]
    public void It_answers_in_the_right_order_in_text_and_in_html(string language, params string[] answers)
    {
        var mail = new RawMail(Samples.Mail(Samples.Notice with { Language = language }));
        AssertInOrder(Unfolded(mail.Text), answers);
        var body = mail.Html[mail.Html.IndexOf("<body", StringComparison.Ordinal)..];
        AssertInOrder(Unfolded(System.Net.WebUtility.HtmlDecode(body)), answers);
    }

    [Theory]
    [InlineData("en", "Your own password for Example Bank")]
    [InlineData("de", "Ihr eigenes Passwort für Example Bank")]
    public void Whoever_is_registered_needs_the_own_password_and_no_date(string language, string need)
    {
        var mail = new RawMail(Samples.Mail(Samples.Notice with { Language = language, Invited = false, InitialPasswordUntil = null }));
        Assert.Contains(need, Unfolded(mail.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("nitial", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("2026", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "It went to the person who wrote to you here first")]
    [InlineData("de", "Es ging an die Person, die Ihnen hier zuerst geschrieben hat")]
    public void Whoever_was_invited_earlier_is_told_who_has_the_initial_password(string language, string need)
    {
        var mail = new RawMail(Samples.Mail(Samples.Notice with { Language = language, InvitedEarlier = true }));
        Assert.Contains(need, Unfolded(mail.Text), StringComparison.Ordinal);
        Assert.Contains("2026", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", InitialPasswordChannel.SmsAtSending, false, "It comes to your mobile phone by SMS", "The initial password is good until 20 December 2026")]
    [InlineData("en", InitialPasswordChannel.SmsAtOpening, true, "press the button there", "You can register until 20 December 2026")]
    [InlineData("en", InitialPasswordChannel.None, true, "Open the link and choose one", "You can register until 20 December 2026")]
    [InlineData("de", InitialPasswordChannel.SmsAtSending, true, "Es kommt per SMS", "Das Initialpasswort gilt bis 20. Dezember 2026")]
    [InlineData("de", InitialPasswordChannel.SmsAtOpening, false, "auf die Schaltfläche", "bis 20. Dezember 2026, 14:05 Uhr UTC registrieren")]
    [InlineData("de", InitialPasswordChannel.None, false, "wählen Sie eines", "bis 20. Dezember 2026, 14:05 Uhr UTC registrieren")]
    public void Each_way_of_the_initial_password_has_words_of_its_own(
        string language, InitialPasswordChannel channel, bool earlier, string need, string until)
    {
        var text = Unfolded(new RawMail(Samples.Mail(Samples.Notice with { Language = language, Channel = channel, InvitedEarlier = earlier })).Text);
        Assert.Contains(need, text, StringComparison.Ordinal);
        Assert.Contains(until, text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrote to you here first", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr", "Read it here:")]
    [InlineData("", "Read it here:")]
    [InlineData("de-CH", "Hier können Sie sie lesen:")]
    public void A_language_without_texts_gives_way_to_the_tenants(string language, string line) =>
        Assert.Contains(line, new RawMail(Samples.Mail(Samples.Notice with { Language = language })).TextLines);

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void The_link_stands_whole_in_the_raw_bytes_and_alone_on_its_line(string language)
    {
        var mail = new RawMail(Samples.Mail(Samples.Notice with { Language = language }));
        Assert.Contains(Samples.Link, mail.TextLines);
        Assert.Equal(2, mail.Lines.Count(line => line == Samples.Link));
        Assert.Contains($"href=\"{Samples.Link}\"", mail.Lines);
        Assert.All(mail.Lines, line => Assert.InRange(line.Length, 0, 76));
    }

    [Fact]
    public void The_headers_say_that_a_machine_wrote_and_nothing_of_the_content()
    {
        var headers = new RawMail(Samples.Mail(Samples.Notice)).Headers;
        Assert.Contains("From: \"Example Bank\" <portal@bank.example>", headers);
        Assert.Contains("To: bob@example.net", headers);
        Assert.Contains("Subject: Example Bank: a message for you", headers);
        Assert.Contains("Auto-Submitted: auto-generated", headers);
        Assert.Contains("X-Auto-Response-Suppress: All", headers);
        Assert.Matches("^Date: Fri, 20 Nov 2026 14:05:00 [+]0000$", Assert.Single(headers, h => h.StartsWith("Date:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_attempt_makes_the_very_same_mail_with_an_id_of_the_entry()
    {
        var entry = Samples.Entry(new FakeClock());
        var payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Samples.Notice);
        var first = Samples.Compose.Compose(entry, payload);
        Assert.True(first.Content.Span.SequenceEqual(Samples.Compose.Compose(entry, payload).Content.Span));
        Assert.Contains($"Message-ID: <{entry.Id:N}@bank.example>", new RawMail(first).Headers);
    }

    [Fact]
    public void Nothing_is_remote_and_nothing_is_attached()
    {
        var mail = new RawMail(Samples.Mail(Samples.Notice));
        Assert.DoesNotMatch("(?i)<img|<link|<script|src=|url\\(|@import|<form|background=", mail.Html);
        Assert.DoesNotMatch("(?i)content-disposition", mail.Raw);
        Assert.Equal([Samples.Link], Regex.Matches(mail.Html, "href=\"([^\"]*)\"").Select(m => m.Groups[1].Value));
    }

    [Theory]
    [InlineData("Alice\r\nBcc: victim@example.org")]
    [InlineData("\u202Egnp.exe <script>alert(1)</script> http://evil.example/")]
    [InlineData("Visit www.evil.example now")]
    [InlineData("{0} {{x}} <b>bold</b> \"><a href='x'>")]
    public void A_strangers_name_arrives_inert(string name)
    {
        var mail = new RawMail(Samples.Mail(Samples.Notice with { SenderName = name }));
        Assert.DoesNotContain(mail.Headers, header => header.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\u202E', mail.Text);
        Assert.DoesNotContain("evil.example", mail.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(mail.Html, "<a\\b"));
        Assert.Contains("alice@example.com", mail.TextLines);
    }

    [Fact]
    public void A_name_in_any_script_is_shown_and_sent_as_ascii_bytes()
    {
        var mail = Samples.Mail(Samples.Notice with { SenderName = "Zoë Ωmega 山田" });
        Assert.True(System.Text.Ascii.IsValid(mail.Content.Span));
        Assert.Contains("Zoë Ωmega 山田", new RawMail(mail).TextLines);
        Assert.Contains("Zoë Ωmega 山田", System.Net.WebUtility.HtmlDecode(new RawMail(mail).Html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob@example.net\r\nBcc: x@y.example")]
    [InlineData("bob")]
    [InlineData("bob@exa mple.net")]
    [InlineData("<bob@example.net>")]
    public void What_is_no_address_is_refused(string to) =>
        Assert.Throws<FormatException>(() => Samples.Mail(Samples.Notice with { To = to }));

    [Fact]
    public void A_token_that_could_change_the_link_is_refused() =>
        Assert.Throws<FormatException>(() => Samples.Mail(Samples.Notice with { Token = "../evil" }));

    private static string Unfolded(string text) => Regex.Replace(text, "\\s+", " ");

    private static void AssertInOrder(string text, string[] pieces)
    {
        var from = 0;
        foreach (var piece in pieces)
        {
            var at = text.IndexOf(piece, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{piece}' is missing or comes too early");
            from = at + piece.Length;
        }
    }
}
