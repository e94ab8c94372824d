using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Sms;
using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>What people see whose second step is the phone, once the portal sends no SMS any more.</summary>
public sealed class StoppedSmsTests : IAsyncLifetime
{
    private const string Settings = "/settings/second-factor";
    private const string Mobile = "/settings/mobile";
    private const string Bob = "bob@example.org";

    private TestPortal _portal = null!;
    private Browser _reader = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example/"));
        _reader = await _portal.RegisteredAsync(Bob);
        await _reader.SubmitAsync(Mobile, Mobile, ("number", "+41 79 123 45 67"));
        (await _reader.SubmitAsync(Mobile, $"{Mobile}?handler=code", ("code", await _portal.SmsAsync()))).LeadsTo($"{Settings}?saved=true");
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _portal.DisposeAsync();
    }

    [Theory]
    [InlineData("en", "Codes by SMS cannot be sent at the moment", "ask the help desk of this site")]
    [InlineData("de", "Codes per SMS können zurzeit nicht gesendet werden", "fragen Sie den Helpdesk dieser Website")]
    public async Task The_password_alone_lets_nobody_in_and_the_page_says_whom_to_ask(string language, string why, string what)
    {
        Stop();
        using var browser = _portal.Browser();
        (await browser.PasswordAsync(Bob)).LeadsTo("/sign-in/second?returnUrl=%2Fmessages");

        var page = WebUtility.HtmlDecode(await browser.ReadAsync(FactorBrowser.Second, ("Accept-Language", language)));
        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains(what, page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/sign-in/second", page, StringComparison.Ordinal);
        Assert.DoesNotContain("+41", page, StringComparison.Ordinal);

        foreach (var path in new[] { "/messages", Settings })
        {
            Assert.StartsWith("/sign-in?", (await browser.GetAsync(path)).Headers.Location?.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_that_was_shown_before_sends_nothing_and_lets_nobody_in()
    {
        using var browser = _portal.Browser();
        await browser.PasswordAsync(Bob);
        var before = await browser.ReadAsync(FactorBrowser.Second);
        Stop();
        var count = await _portal.QueryAsync(db => db.SmsMessages.CountAsync());
        foreach (var action in new[] { $"{FactorBrowser.Second}?handler=send", FactorBrowser.Second })
        {
            var fields = Browser.Hidden(before, $"{FactorBrowser.Second}?handler=send");
            Assert.Contains("cannot be sent at the moment", await (await browser.PostAsync(action, [.. fields, ("code", "123456"), ("with", "Sms")])).TextAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(count, await _portal.QueryAsync(db => db.SmsMessages.CountAsync()));
    }

    [Fact]
    public async Task A_backup_code_lets_in_and_the_settings_say_what_is_the_matter()
    {
        Stop();
        const string Page = "/settings/backup-codes";
        var made = await (await _reader.SubmitAsync(Page, Page)).TextAsync();
        var code = Regex.Match(made, "<code class=\"code\">([a-z-]{14})</code>").Groups[1].Value;

        using var browser = _portal.Browser();
        await browser.PasswordAsync(Bob);
        var step = await browser.ReadAsync(FactorBrowser.Second);
        Assert.Contains("Please take another way", step, StringComparison.Ordinal);
        Assert.Contains("Enter one of the backup codes", step, StringComparison.Ordinal);
        Assert.DoesNotContain("Code by SMS", step, StringComparison.Ordinal);
        (await browser.SecondAsync("Backup", code)).LeadsTo("/messages");

        var settings = await browser.ReadAsync(Settings);
        Assert.Contains("codes by SMS cannot be sent at the moment", settings, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{Mobile}\"", settings, StringComparison.Ordinal);
        (await browser.SubmitAsync(Settings, $"{Settings}?handler=mobile")).LeadsTo($"{Settings}?saved=true");
        using var other = _portal.Browser();
        (await other.PasswordAsync(Bob)).LeadsTo("/messages");
    }

    [Fact]
    public async Task An_app_is_not_removed_while_the_number_alone_would_be_left()
    {
        await _portal.AddAppAsync(_reader);
        Stop();

        var refused = await (await _reader.SubmitAsync(Settings, $"{Settings}?handler=app")).TextAsync();

        Assert.Contains("Remove the number first", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_password_nobody_is_asked_for_a_factor_that_cannot_be_proved()
    {
        await _portal.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null)));
        (await _reader.GetAsync($"/sign-in/again?returnUrl={Settings}")).LeadsTo($"/sign-in/second?with=&returnUrl={Uri.EscapeDataString(Settings)}");
        Stop();

        Assert.Equal(HttpStatusCode.OK, (await _reader.GetAsync($"/sign-in/again?returnUrl={Settings}")).StatusCode);
    }

    // As after a restart without the setting.
    private void Stop() => _portal.App.Services.GetRequiredService<IOptions<SmsOptions>>().Value.Provider = SmsProvider.None;
}
