using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

/// <summary>The mails about messages that nobody reads, that went to the wrong person, or whose time is over.</summary>
public sealed class MessageCareMailTests
{
    private static readonly DateTimeOffset Moment = new(2026, 12, 20, 14, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", true, "nobody has read your message yet", "bob@example.net", "since 20 December 2026, 14:05 UTC", "has registered", "/sent/AbCdEfGhIjKlMnOpQrStUv")]
    [InlineData("en", false, "nobody has read your message yet", "bob@example.net", "has not registered", "initial password is missing", "only once")]
    [InlineData("de", true, "Ihre Nachricht hat noch niemand gelesen", "bob@example.net", "seit 20. Dezember 2026, 14:05 Uhr UTC", "rufen Sie bitte")]
    [InlineData("de", false, "Ihre Nachricht hat noch niemand gelesen", "hat sich nicht registriert", "Initialpasswort fehlt")]
    public void The_sender_learns_that_a_message_is_unread_and_what_to_do(string language, bool registered, string subject, params string[] pieces)
    {
        var unread = new UnreadToldPayload
        {
            To = "alice@example.com", RecipientAddress = "bob@example.net", SentAt = Moment, Registered = registered,
            SenderToken = "AbCdEfGhIjKlMnOpQrStUv", Language = language,
        };
        AssertSays(Seal.Seal(unread, TenantCatalog.Default), unread, subject, pieces);
    }

    [Theory]
    [InlineData("en", null, true, false, "your message went to the wrong person", "bob@example.net", "20 December 2026, 14:05 UTC", "locked", "had been opened before", "had signed in", "article 33", "72 hours", "send the message again")]
    [InlineData("en", "alice@example.com", false, true, "a message went to the wrong person", "bob@example.net", "alice@example.com", "never been opened", "had the link", "article 33")]
    [InlineData("en", "", false, true, "a message went to the wrong person", "bob@example.net", "unknown")]
    [InlineData("de", null, false, true, "Ihre Nachricht ging an die falsche Person", "bob@example.net", "nie geöffnet", "nicht angemeldet", "DSGVO, Artikel 33", "72 Stunden")]
    [InlineData("de", "alice@example.com", true, false, "Eine Nachricht ging an die falsche Person", "alice@example.com", "vorher geöffnet", "war angemeldet")]
    public void A_misdirected_message_is_told_of_with_what_it_may_mean(
        string language, string? sender, bool opened, bool byLink, string subject, params string[] pieces)
    {
        var told = new NotForMePayload
        {
            To = "somebody@example.com", RecipientAddress = "bob@example.net", SenderAddress = sender, SentAt = Moment, At = Moment, Opened = opened,
            ByLink = byLink, Language = language,
        };
        var entry = Seal.Seal(told, TenantCatalog.Default);
        Assert.Equal(sender is null ? OutboxKind.NotForMe : OutboxKind.NotForMeAlert, entry.Kind);
        AssertSays(entry, told, subject, pieces);
    }

    [Theory]
    [InlineData("en", 1, true, "messages of yours will be deleted soon", "One of your messages", "20 December 2026, 14:05 UTC", "“Keep longer”", "https://portal.example.com/")]
    [InlineData("en", 3, false, "messages of yours will be deleted soon", "3 of your messages", "save it on your own device")]
    [InlineData("de", 3, true, "Nachrichten von Ihnen werden bald gelöscht", "3 Ihrer Nachrichten", "„Länger behalten“")]
    [InlineData("de", 1, false, "Nachrichten von Ihnen werden bald gelöscht", "Eine Ihrer Nachrichten", "Original (.eml)")]
    public void A_reader_learns_what_goes_and_how_to_keep_it(string language, int messages, bool mayKeep, string subject, params string[] pieces)
    {
        var warning = new ExpiryWarningPayload { To = "bob@example.net", Messages = messages, First = Moment, MayKeep = mayKeep, Language = language };
        AssertSays(Seal.Seal(warning, TenantCatalog.Default), warning, subject, pieces);
    }

    [Theory]
    [InlineData("en", "your message was deleted unread", "bob@example.net", "over on 20 December 2026, 14:05 UTC", "write again")]
    [InlineData("de", "Ihre Nachricht wurde ungelesen gelöscht", "bob@example.net", "am 20. Dezember 2026, 14:05 Uhr UTC", "noch einmal")]
    public void The_sender_learns_what_went_unread(string language, string subject, params string[] pieces)
    {
        var expired = new ExpiredPayload { To = "alice@example.com", RecipientAddress = "bob@example.net", SentAt = Moment, ExpiredAt = Moment, Language = language };
        AssertSays(Seal.Seal(expired, TenantCatalog.Default), expired, subject, pieces);
    }

    [Theory]
    [InlineData("en", "Or ask us whether we sent this mail", "7K3MF-Q2WXA", "https://portal.example.com/check")]
    [InlineData("de", "Oder fragen Sie uns", "7K3MF-Q2WXA", "https://portal.example.com/check")]
    public void A_notice_prints_its_code_and_one_of_an_older_version_none(string language, params string[] pieces)
    {
        var notice = Samples.Notice with { Language = language, CheckCode = "7K3MF-Q2WXA" };
        AssertSays(new RawMail(Samples.Mail(notice)), pieces);
        Assert.DoesNotContain("/check", new RawMail(Samples.Mail(notice with { CheckCode = null })).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_payloads_hold_reaches_no_log()
    {
        object[] payloads =
        [
            new UnreadToldPayload { To = "a@b", RecipientAddress = "c@d", SentAt = Moment, SenderToken = "x", Language = "en" },
            new NotForMePayload { To = "a@b", RecipientAddress = "c@d", SentAt = Moment, At = Moment, Opened = true, ByLink = true, Language = "en" },
            new ExpiryWarningPayload { To = "a@b", Messages = 1, First = Moment, MayKeep = true, Language = "en" },
            new ExpiredPayload { To = "a@b", RecipientAddress = "c@d", SentAt = Moment, ExpiredAt = Moment, Language = "en" },
        ];
        Assert.All(payloads, payload => Assert.Equal(payload.GetType().Name, payload.ToString()));
    }

    private static OutboxSealer Seal => Samples.Sealer(new FakeClock());

    private static void AssertSays<T>(OutboxEntry entry, T payload, string subject, string[] pieces)
    {
        var mail = new RawMail(Samples.Compose.Compose(entry, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(payload)));
        var field = string.Concat(mail.Headers.SkipWhile(line => !line.StartsWith("Subject: ", StringComparison.Ordinal))
            .TakeWhile((line, index) => index == 0 || line.StartsWith(' ')));
        Assert.Equal($"Example Bank: {subject}", EncodedWords.Decode(field["Subject: ".Length..]));
        AssertSays(mail, pieces);
    }

    private static void AssertSays(RawMail mail, string[] pieces)
    {
        foreach (var form in (string[])[mail.Text, System.Net.WebUtility.HtmlDecode(mail.Html)])
        {
            var text = string.Join(' ', form.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
            Assert.All(pieces, piece => Assert.Contains(piece, text, StringComparison.Ordinal));
        }
    }
}
