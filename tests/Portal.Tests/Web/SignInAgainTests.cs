using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web;

public sealed class SignInAgainTests : IAsyncLifetime
{
    private const string Cookie = "__Host-session";
    private const string Page = "/sign-in/again";

    private TestPortal _portal = null!;
    private Browser _reader = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync();
        _reader = await _portal.RegisterAsync(await _portal.DeliverAsync("bob@example.org", Mails.Plain()));
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task The_right_password_gives_a_new_session_and_leads_on()
    {
        var old = _reader.Cookie(Cookie)!;

        var response = await TryAsync(Deliveries.Password, "/settings/profile");

        Assert.Equal("/settings/profile", response.Headers.Location!.OriginalString);
        Assert.NotEqual(old, _reader.Cookie(Cookie));
        Assert.Equal(1, await _portal.QueryAsync(db => db.Sessions.CountAsync()));
        Assert.Contains("Bob Example", await _reader.ReadAsync("/messages"), StringComparison.Ordinal);
        using var thief = _portal.Browser();
        thief.SetCookie(Cookie, old);
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_changes_nothing_and_is_counted()
    {
        var old = _reader.Cookie(Cookie)!;
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains("This is not your password", await (await TryAsync("wrong")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var response = await TryAsync(Deliveries.Password);

        Assert.Contains("This is not your password", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(old, _reader.Cookie(Cookie));
    }

    [Fact]
    public async Task It_leads_to_no_other_place()
    {
        Assert.Equal("/messages", (await TryAsync(Deliveries.Password, "//evil.example")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_empty_password_is_asked_for() =>
        Assert.Contains("Enter your password", await (await TryAsync("")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

    private Task<HttpResponseMessage> TryAsync(string password, string returnUrl = "/settings") =>
        _reader.SubmitAsync($"{Page}?returnUrl={Uri.EscapeDataString(returnUrl)}", Page, ("password", password));
}
