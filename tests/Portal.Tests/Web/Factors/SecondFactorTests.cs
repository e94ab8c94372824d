using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>Second factors as people set them up, use them and remove them.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Settings = "/settings/second-factor";
    private const string Bob = "bob@example.org";

    private TestPortal _portal = null!;
    private Browser _reader = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example/"));
        _reader = await _portal.RegisteredAsync(Bob);
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_may_be_spared_for_thirty_days_until_it_is_asked_again()
    {
        var secret = await _portal.AddAppAsync(_reader);
        using var own = _portal.Browser();
        await own.PasswordAsync(Bob);
        Assert.Contains("Do not ask in this browser for 30 days", await own.ReadAsync(FactorBrowser.Second), StringComparison.Ordinal);
        (await own.SecondAsync("App", _portal.Code(secret), ("trust", "true"))).LeadsTo("/messages");
        await own.SubmitAsync("/messages", "/sign-out");

        (await own.PasswordAsync(Bob)).LeadsTo("/messages");
        using var other = _portal.Browser();
        (await other.PasswordAsync(Bob)).LeadsTo("/sign-in/second?returnUrl=%2Fmessages");
        Assert.Contains("Browsers in which you are not asked for the second step: 1", await own.ReadAsync(Settings), StringComparison.Ordinal);
        await own.SubmitAsync(Settings, $"{Settings}?handler=devices");
        await own.SubmitAsync("/messages", "/sign-out");
        (await own.PasswordAsync(Bob)).LeadsTo("/sign-in/second?returnUrl=%2Fmessages");
    }

    [Theory]
    [InlineData("en", "fewer than 15 characters", "Set a longer password first")]
    [InlineData("de", "weniger als 15 Zeichen", "Wählen Sie zuerst ein längeres Passwort")]
    public async Task Beside_a_short_password_the_last_one_stays_and_the_page_says_what_to_do(string language, string why, string what)
    {
        const string Short = "tired lamps";
        await _portal.AddAppAsync(_reader);
        (await _reader.SubmitAsync("/settings/password", "/settings/password", ("newPassword", Short), ("repeatPassword", Short)))
            .LeadsTo("/settings/password?saved=true");
        await _reader.SubmitAsync("/settings/profile", "/settings/profile", ("name", "Bob"), ("language", language), ("timeZone", "Europe/Zurich"));

        var refused = await (await _reader.SubmitAsync(Settings, $"{Settings}?handler=app")).TextAsync();

        Assert.Contains(why, refused, StringComparison.Ordinal);
        Assert.Contains(what, refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_is_proved_by_a_code_and_then_signs_in_with_codes()
    {
        const string Page = "/settings/mobile";
        Assert.Contains("Begin with the country", await (await _reader.SubmitAsync(Page, Page, ("number", "079 123 45 67"))).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("We send no SMS to this country", await (await _reader.SubmitAsync(Page, Page, ("number", "+4915112345678"))).TextAsync(), StringComparison.Ordinal);
        (await _reader.SubmitAsync(Page, Page, ("number", "+41 79 123 45 67"))).LeadsTo(Page);
        Assert.Contains("We have sent a code to +41 ••• •• 67", WebUtility.HtmlDecode(await _reader.ReadAsync(Page)), StringComparison.Ordinal);
        Assert.Contains("This code is not right", await (await _reader.SubmitAsync(Page, $"{Page}?handler=code", ("code", "1"))).TextAsync(), StringComparison.Ordinal);
        (await _reader.SubmitAsync(Page, $"{Page}?handler=code", ("code", await _portal.SmsAsync()))).LeadsTo($"{Settings}?saved=true");
        Assert.Contains("Codes go to +41 ••• •• 67", WebUtility.HtmlDecode(await _reader.ReadAsync(Settings)), StringComparison.Ordinal);

        using var browser = _portal.Browser();
        using var other = _portal.Browser();
        await browser.PasswordAsync(Bob);
        await other.PasswordAsync(Bob);
        Assert.Contains("We send a code by SMS to +41", WebUtility.HtmlDecode(await browser.ReadAsync(FactorBrowser.Second)), StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.SubmitAsync(FactorBrowser.Second, $"{FactorBrowser.Second}?handler=send");
        var code = await _portal.SmsAsync();
        _portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await other.SubmitAsync(FactorBrowser.Second, $"{FactorBrowser.Second}?handler=send");
        Assert.True(code == await _portal.SmsAsync()
            || (await (await other.SecondAsync("Sms", code)).TextAsync()).Contains("This code is not right", StringComparison.Ordinal));
        (await browser.SecondAsync("Sms", code)).LeadsTo("/messages");
    }

    [Fact]
    public async Task Backup_codes_are_shown_once_and_each_lets_in_once()
    {
        const string Page = "/settings/backup-codes";
        (await _reader.GetAsync(Page)).LeadsTo(Settings);
        await _portal.AddAppAsync(_reader);
        var made = await (await _reader.SubmitAsync(Page, Page)).TextAsync();
        var codes = CodesIn(made);
        Assert.Equal(10, codes.Count);
        var file = System.Text.RegularExpressions.Regex.Match(made, "href=\"(data:text/plain[^\"]*)\" download=\"backup-codes.txt\"").Groups[1].Value;
        Assert.All(codes, code => Assert.Contains(code, file, StringComparison.Ordinal));
        Assert.DoesNotContain(codes[0], await _reader.ReadAsync(Page), StringComparison.Ordinal);

        using var browser = _portal.Browser();
        await browser.PasswordAsync(Bob);
        Assert.Contains("Backup code", await browser.ReadAsync(FactorBrowser.Second), StringComparison.Ordinal);
        (await browser.SecondAsync("Backup", codes[0])).LeadsTo("/messages");
        using var again = _portal.Browser();
        await again.PasswordAsync(Bob);
        Assert.Contains("This code is not right", await (await again.SecondAsync("Backup", codes[0])).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("9 codes are left", await _reader.ReadAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_the_page_anew_that_showed_codes_makes_no_others()
    {
        const string Page = "/settings/backup-codes";
        await _portal.AddAppAsync(_reader);
        var form = Browser.Hidden(await _reader.ReadAsync(Page), Page).ToList();
        var codes = CodesIn(await (await _reader.PostAsync(Page, form)).TextAsync());
        Assert.Equal(10, codes.Count);
        Assert.DoesNotContain("made already", await _reader.ReadAsync(Page), StringComparison.Ordinal);

        var again = await (await _reader.PostAsync(Page, form)).TextAsync();

        Assert.Contains("Backup codes were made already, and shown then", again, StringComparison.Ordinal);
        Assert.Contains("10 codes are left", again, StringComparison.Ordinal);
        Assert.Empty(CodesIn(again));
        using var browser = _portal.Browser();
        await browser.PasswordAsync(Bob);
        (await browser.SecondAsync("Backup", codes[0])).LeadsTo("/messages");

        // The form on that page makes new ones, as wanted.
        Assert.Equal(10, CodesIn(await (await _reader.PostAsync(Page, Browser.Hidden(again, Page))).TextAsync()).Except(codes).Count());
        Assert.Equal(3, await _portal.QueryAsync(db => db.FactorEvents.CountAsync(e => e.Change != FactorChange.BackupCodeUsed)));
    }

    [Fact]
    public async Task Each_change_is_told_by_mail_and_gives_the_session_a_new_secret()
    {
        var before = _reader.Cookie("__Host-session");
        await _portal.AddAppAsync(_reader);
        Assert.NotEqual(before, _reader.Cookie("__Host-session"));
        await _reader.SubmitAsync(Settings, $"{Settings}?handler=app");
        Assert.Equal(2, await _portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.Factor)));
        using var browser = _portal.Browser();
        (await browser.PasswordAsync(Bob)).LeadsTo("/messages");
    }

    [Theory]
    [InlineData("/settings/second-factor")]
    [InlineData("/settings/authenticator")]
    [InlineData("/settings/passkeys")]
    [InlineData("/settings/mobile")]
    [InlineData("/settings/backup-codes")]
    public async Task Whoever_was_not_asked_lately_is_asked_again_first(string page)
    {
        _portal.Clock.Advance(TimeSpan.FromMinutes(11));
        (await _reader.GetAsync(page)).LeadsTo($"/sign-in/again?returnUrl={Uri.EscapeDataString(page)}");
    }

    [Fact]
    public async Task What_makes_or_removes_factors_asks_for_one_where_the_browser_was_spared()
    {
        var secret = await _portal.AddAppAsync(_reader);
        using var own = _portal.Browser();
        await own.PasswordAsync(Bob);
        (await own.SecondAsync("App", _portal.Code(secret), ("trust", "true"))).LeadsTo("/messages");
        await own.SubmitAsync("/messages", "/sign-out");
        (await own.PasswordAsync(Bob)).LeadsTo("/messages");
        var token = Browser.Hidden(await own.ReadAsync("/settings/phrase"), "/settings/phrase").ToList();

        foreach (var page in (string[])["/settings/authenticator", "/settings/passkeys", "/settings/mobile", "/settings/backup-codes"])
        {
            (await own.GetAsync(page)).LeadsTo($"/sign-in/second?returnUrl={Uri.EscapeDataString(page)}");
            (await own.PostAsync(page, token)).LeadsTo($"/sign-in/second?returnUrl={Uri.EscapeDataString(page)}");
        }

        (await own.SubmitAsync(Settings, $"{Settings}?handler=app")).LeadsTo($"/sign-in/second?returnUrl={Uri.EscapeDataString(Settings)}");
        Assert.Equal(0, await _portal.QueryAsync(db => db.BackupCodes.CountAsync()));
        Assert.Equal(1, await _portal.QueryAsync(db => db.SecondFactors.CountAsync(f => f.AuthenticatorAt != null)));

        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await own.SecondAsync("App", _portal.Code(secret))).LeadsTo("/messages");
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/settings/backup-codes")).StatusCode);
    }

    [Fact]
    public async Task A_code_to_a_number_that_is_being_set_up_is_no_second_step()
    {
        const string Page = "/settings/mobile";
        await _reader.SubmitAsync(Page, Page, ("number", "+41 79 123 45 67"));
        await _reader.SubmitAsync(Page, $"{Page}?handler=code", ("code", await _portal.SmsAsync()));
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await _reader.SubmitAsync(Page, Page, ("number", "+41 79 765 43 21"));
        var code = await _portal.SmsAsync();

        Assert.Contains("This code is not right", await (await _reader.SecondAsync("Sms", code)).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_password_another_factor_proves_that_it_is_the_same_person()
    {
        var secret = await _portal.AddAppAsync(_reader);
        _portal.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("Enter your password once more", await _reader.ReadAsync($"/sign-in/again?returnUrl={Settings}"), StringComparison.Ordinal);
        (await _reader.SecondAsync("App", _portal.Code(secret))).LeadsTo("/messages");
        (await _reader.GetAsync(Settings)).LeadsTo($"/sign-in/again?returnUrl={Uri.EscapeDataString(Settings)}");

        await _portal.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null)));
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _reader.GetAsync($"/sign-in/again?returnUrl={Settings}")).LeadsTo($"/sign-in/second?with=&returnUrl={Uri.EscapeDataString(Settings)}");
        (await _reader.SecondAsync("App", _portal.Code(secret))).LeadsTo("/messages");
        Assert.Equal(HttpStatusCode.OK, (await _reader.GetAsync(Settings)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_or_strange_secret_sets_nothing_up()
    {
        const string Page = "/settings/authenticator";
        var page = await _reader.ReadAsync(Page);
        Assert.Contains("src=\"data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("not the code that the app shows", await (await _reader.PostAsync(Page, [.. Browser.Hidden(page, Page), ("code", "123")])).TextAsync(), StringComparison.Ordinal);
        using var carl = await _portal.RegisteredAsync("carl@example.org");
        var foreign = await carl.SubmitAsync(Page, Page, [.. Browser.Hidden(page, Page).Where(f => f.Name == "secret").Select(f => ("secret", f.Value)), ("code", "1")]);
        Assert.Equal(HttpStatusCode.OK, foreign.StatusCode);
        Assert.Empty(await _portal.QueryAsync(db => db.SecondFactors.Where(f => f.AuthenticatorAt != null).ToListAsync()));
    }

    private static List<string> CodesIn(string page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page, "<code class=\"code\">([a-z-]{14})</code>").Select(m => m.Groups[1].Value)];
}
