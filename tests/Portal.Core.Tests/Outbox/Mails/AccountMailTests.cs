using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Mails;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

/// <summary>The mails about a person's account: a reminder, an invitation that ended, a sign-in on a new device.</summary>
public sealed class AccountMailTests
{
    private static readonly DateTimeOffset Moment = new(2026, 12, 20, 14, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "a message is still waiting for you", "once more", "Read it here:")]
    [InlineData("de", "Eine Nachricht wartet noch auf Sie", "nur noch dieses eine Mal", "Hier können Sie sie lesen:")]
    public void A_reminder_says_that_it_is_one(string language, string subject, params string[] pieces) =>
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(Samples.Notice, TenantCatalog.Default), Samples.Notice with { Language = language, Reminder = true }), subject, pieces);

    [Theory]
    [InlineData("en", "your message was not read", "bob@example.net", "20 December 2026, 14:05 UTC", "write again")]
    [InlineData("de", "Ihre Nachricht wurde nicht gelesen", "bob@example.net", "20. Dezember 2026, 14:05 Uhr UTC", "noch einmal")]
    public void The_sender_learns_that_nobody_came(string language, string subject, params string[] pieces)
    {
        var ended = new InvitationEndedPayload { To = "alice@example.com", RecipientAddress = "bob@example.net", EndedAt = Moment, Language = language };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(ended, TenantCatalog.Default), ended), subject, pieces);
    }

    [Theory]
    [InlineData("en", "your message was not read", "not registered in time", "invite the recipient once more", "https://portal.example.com/sent/AbCdEfGhIjKlMnOpQrStUv")]
    [InlineData("de", "Ihre Nachricht wurde nicht gelesen", "nicht rechtzeitig registriert", "noch einmal ein", "https://portal.example.com/sent/AbCdEfGhIjKlMnOpQrStUv")]
    public void The_sender_may_invite_once_more_and_is_told_of_no_initial_password_that_he_never_had(string language, string subject, params string[] pieces)
    {
        var ended = new InvitationEndedPayload
        {
            To = "alice@example.com", RecipientAddress = "bob@example.net", EndedAt = Moment, Language = language,
            Channel = InitialPasswordChannel.SmsAtSending, SenderToken = "AbCdEfGhIjKlMnOpQrStUv",
        };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(ended, TenantCatalog.Default), ended), subject, pieces);
    }

    [Theory]
    [InlineData("en", "your message is stored", "20 December 2026, 14:05 UTC", "bob@example.net", "And 1 more.", "https://portal.example.com/sent/AbCdEfGhIjKlMnOpQrStUv")]
    [InlineData("de", "Ihre Nachricht ist gespeichert", "20. Dezember 2026, 14:05 Uhr UTC", "bob@example.net", "Und 1 weitere.", "https://portal.example.com/sent/AbCdEfGhIjKlMnOpQrStUv")]
    public void The_sender_learns_for_whom_his_message_is_stored(string language, string subject, params string[] pieces)
    {
        var stored = new SentConfirmationPayload
        {
            To = "alice@example.com", Recipients = ["bob@example.net"], Count = 2, At = Moment, SenderToken = "AbCdEfGhIjKlMnOpQrStUv", Language = language,
        };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(stored, TenantCatalog.Default), stored), subject, pieces);
    }

    [Theory]
    [InlineData("en", "a sign-in on a new device", "20 December 2026, 14:05 UTC", "Firefox, Windows", "If that was you", "have your account locked", "never ask")]
    [InlineData("de", "Anmeldung auf einem neuen Gerät", "20. Dezember 2026, 14:05 Uhr UTC", "Firefox, Windows", "Wenn Sie das waren", "Konto sperren", "Wir fragen Sie nie")]
    public void The_person_learns_of_a_sign_in_and_what_to_do(string language, string subject, params string[] pieces)
    {
        var signIn = new SignInPayload { To = "bob@example.net", At = Moment, Browser = "Firefox, Windows", Language = language };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(signIn, TenantCatalog.Default), signIn), subject, pieces);
    }

    [Theory]
    [InlineData("en", "your code", "1234 5678", "until 20 December 2026, 14:05 UTC", "in the browser window in which you asked", "If you did not ask")]
    [InlineData("de", "Ihr Code", "1234 5678", "bis 20. Dezember 2026, 14:05 Uhr UTC", "nur in dem Browserfenster", "nicht angefordert")]
    public void A_code_says_where_it_belongs_and_its_subject_does_not_give_it_away(string language, string subject, params string[] pieces)
    {
        var code = new MailCodePayload { To = "bob@example.net", Code = "12345678", ValidUntil = Moment, Language = language };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(code, TenantCatalog.Default), code), subject, pieces);
    }

    [Theory]
    [InlineData("en", "set a new password", "https://portal.example.com/reset/AbCdEfGhIjKlMnOpQrStUv", "20 December 2026, 14:05 UTC", "did not ask")]
    [InlineData("de", "Neues Passwort festlegen", "https://portal.example.com/reset/AbCdEfGhIjKlMnOpQrStUv", "20. Dezember 2026, 14:05 Uhr UTC", "nichts angefordert")]
    public void The_link_for_a_new_password_is_the_portals_own(string language, string subject, params string[] pieces)
    {
        var reset = new PasswordResetPayload { To = "bob@example.net", Token = "AbCdEfGhIjKlMnOpQrStUv", Until = Moment, Language = language };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(reset, TenantCatalog.Default), reset), subject, pieces);
    }

    [Theory]
    [InlineData("en", "you are not registered yet", "nobody has chosen a password yet", "initial password", "write once more")]
    [InlineData("de", "Sie sind noch nicht registriert", "noch niemand ein Passwort gewählt", "Initialpasswort", "noch einmal zu schreiben")]
    public void Who_is_not_registered_learns_how_to(string language, string subject, params string[] pieces)
    {
        var register = new RegisterInsteadPayload { To = "bob@example.net", Language = language };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(register, TenantCatalog.Default), register), subject, pieces);
    }

    [Theory]
    [InlineData("en", true, "your password was changed", "forgotten", "20 December 2026, 14:05 UTC", "have your account locked")]
    [InlineData("en", false, "your password was changed", "in the settings", "20 December 2026, 14:05 UTC", "have your account locked")]
    [InlineData("de", true, "Ihr Passwort wurde geändert", "vergessen", "20. Dezember 2026, 14:05 Uhr UTC", "Konto sperren")]
    public void The_person_learns_that_the_password_is_another_one(string language, bool reset, string subject, params string[] pieces)
    {
        var changed = new PasswordChangedPayload { To = "bob@example.net", At = Moment, Reset = reset, Language = language };
        AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(changed, TenantCatalog.Default), changed), subject, pieces);
    }

    [Theory]
    [InlineData("en", "how you sign in was changed", "20 December 2026, 14:05 UTC", "Firefox, Windows", "If it was not you", "never ask")]
    [InlineData("de", "Ihre Anmeldung wurde geändert", "20. Dezember 2026, 14:05 Uhr UTC", "Firefox, Windows", "Wenn Sie es nicht waren", "Wir fragen Sie nie")]
    public void The_person_learns_of_every_change_of_second_factors(string language, string subject, params string[] pieces)
    {
        foreach (var change in Enum.GetValues<FactorChange>().Except(
            [FactorChange.TooManyFailures, FactorChange.DeviceTrusted, FactorChange.DeviceTrustEnded, .. Enum.GetValues<FactorChange>().Where(FactorMail.IsOfCertificate)]))
        {
            var factor = new FactorPayload { To = "bob@example.net", At = Moment, Change = change, Browser = "Firefox, Windows", Language = language };
            AssertSays(Compose(Samples.Sealer(new FakeClock()).Seal(factor, TenantCatalog.Default), factor), subject, pieces);
        }
    }

    [Theory]
    [InlineData("en", "Europe/Berlin", "20 December 2026, 15:05 (Europe/Berlin)")]
    [InlineData("de", "Europe/Berlin", "20. Dezember 2026, 15:05 Uhr (Europe/Berlin)")]
    [InlineData("de", "Asia/Tokyo", "20. Dezember 2026, 23:05 Uhr (Asia/Tokyo)")]
    [InlineData("en", null, "20 December 2026, 14:05 UTC")]
    public void Times_are_told_in_the_zone_that_the_person_chose_and_it_is_named(string language, string? zone, string told)
    {
        var person = new KnownRecipient(null, TimeZones.Find(zone));
        var seal = Samples.Sealer(new FakeClock());
        var signIn = new SignInPayload { To = "bob@example.net", At = Moment, Browser = "", Language = language };
        var code = new MailCodePayload { To = "bob@example.net", Code = "12345678", ValidUntil = Moment, Language = language };
        var reset = new PasswordResetPayload { To = "bob@example.net", Token = "AbCdEfGhIjKlMnOpQrStUv", Until = Moment, Language = language };
        var changed = new PasswordChangedPayload { To = "bob@example.net", At = Moment, Reset = true, Language = language };
        var factor = new FactorPayload { To = "bob@example.net", At = Moment, Change = Core.Storage.Model.FactorChange.AppAdded, Browser = "", Language = language };
        var password = new InitialPasswordPayload
        {
            To = "alice@example.com", SenderName = "Alice", RecipientAddress = "bob@example.net", InitialPassword = "abcd-efgh", Until = Moment, Language = language,
        };
        foreach (var mail in (RawMail[])[
            Compose(seal.Seal(signIn, "default"), signIn, person), Compose(seal.Seal(code, "default"), code, person),
            Compose(seal.Seal(reset, "default"), reset, person), Compose(seal.Seal(changed, "default"), changed, person),
            Compose(seal.Seal(factor, "default"), factor, person)])
        {
            Assert.Contains(told, string.Join(' ', mail.Text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        Assert.Contains("UTC", Compose(seal.Seal(password, "default"), password, person).Text, StringComparison.Ordinal);
    }

    private static RawMail Compose<T>(Core.Storage.Model.OutboxEntry entry, T payload, KnownRecipient? recipient = null) =>
        new(Samples.Compose.Compose(entry, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(payload), recipient));

    private static void AssertSays(RawMail mail, string subject, string[] pieces)
    {
        var field = string.Concat(mail.Headers.SkipWhile(line => !line.StartsWith("Subject: ", StringComparison.Ordinal))
            .TakeWhile((line, index) => index == 0 || line.StartsWith(' ')));
        Assert.Equal($"Example Bank: {subject}", EncodedWords.Decode(field["Subject: ".Length..]));
        foreach (var form in (string[])[mail.Text, System.Net.WebUtility.HtmlDecode(mail.Html)])
        {
            var text = string.Join(' ', form.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
            var places = pieces.Select(piece => text.IndexOf(piece, StringComparison.Ordinal)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
        }

        Assert.All(mail.Lines, line => Assert.InRange(line.Length, 0, 76));
    }
}
