using Xunit;

namespace Portal.Tests.Web;

public sealed class LanguageTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("de", "de", "Anmelden")]
    [InlineData("de-CH,fr;q=0.8", "de", "Anmelden")]
    [InlineData("fr,de;q=0.5,en;q=0.4", "de", "Anmelden")]
    [InlineData("en-GB", "en", "Sign in")]
    [InlineData("fr", "en", "Sign in")]
    [InlineData("*", "en", "Sign in")]
    public async Task The_browser_says_which_language_it_wants(string accept, string language, string heading)
    {
        using var browser = Portal.Browser();
        var page = await browser.ReadAsync("/sign-in", ("Accept-Language", accept));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{heading}</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_choice_in_the_page_wins_and_stays_on_the_page()
    {
        using var browser = Portal.Browser();
        var response = await browser.SubmitAsync("/sign-in?ended=true", "/language", ("language", "de"));
        Assert.Equal("/sign-in?ended=true", response.Headers.Location!.OriginalString);
        Assert.Contains("Ihre Sitzung ist beendet.", await browser.ReadAsync("/sign-in?ended=true", ("Accept-Language", "en")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_of_registration_stays_with_the_person()
    {
        var mail = await Portal.DeliverAsync("sprache@example.org", Mails.Plain());
        using var browser = Portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync($"/n/{mail.Token}", ("Accept-Language", "de")), "/register");
        await browser.PostAsync(
            "/register",
            [.. form, ("initialPassword", mail.InitialPassword!), ("name", "Erika"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password)],
            ("Accept-Language", "de"));
        var page = await browser.ReadAsync($"/messages/{mail.Id:N}", ("Accept-Language", "en"));
        Assert.Contains("Freitag, 20. November 2026, 14:00 Uhr (UTC)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_we_do_not_have_changes_nothing()
    {
        using var browser = Portal.Browser();
        await browser.SubmitAsync("/sign-in", "/language", ("language", "xx\r\nSet-Cookie: a=b"));
        Assert.Null(browser.Cookie("__Host-language"));
    }
}
