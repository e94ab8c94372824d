using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Storage.Model;
using Portal.SignIn;
using Xunit;

namespace Portal.Tests.Web;

public sealed class SessionTests : IAsyncLifetime
{
    private const string Cookie = "__Host-session";

    private TestPortal _portal = null!;
    private Delivered _mail = null!;
    private Browser _reader = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync();
        _mail = await _portal.DeliverAsync("bob@example.org", Mails.Plain());
        _reader = await _portal.RegisterAsync(_mail);
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task The_row_is_ciphertext_and_does_not_hold_the_cookie()
    {
        var row = await RowAsync();
        var secret = System.Buffers.Text.Base64Url.DecodeFromChars(_reader.Cookie(Cookie));
        Assert.Equal(32, secret.Length);
        foreach (var clear in new[] { "bob@example.org"u8.ToArray(), "Bob Example"u8.ToArray(), "PrivateKey"u8.ToArray(), secret })
        {
            Assert.True(row.Content.AsSpan().IndexOf(clear) < 0);
            Assert.True(row.Id.AsSpan().IndexOf(clear) < 0);
        }

        Assert.DoesNotContain(_reader.Cookie(Cookie)!, _portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        var cookie = _reader.Cookie(Cookie)!;
        var response = await _reader.SubmitAsync("/messages", "/sign-out");
        Assert.Equal("/sign-in?signedOut=true", response.Headers.Location!.OriginalString);
        Assert.Contains("\"cache\"", response.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.Null(_reader.Cookie(Cookie));
        Assert.Equal(0, await _portal.QueryAsync(db => db.Sessions.CountAsync()));
        using var thief = _portal.Browser();
        thief.SetCookie(Cookie, cookie);
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_of_a_session_that_has_ended_leads_to_the_sign_in_page()
    {
        var page = await _reader.ReadAsync("/messages");
        await _portal.QueryAsync(db => db.Sessions.ExecuteDeleteAsync());

        var response = await _reader.PostAsync("/sign-out", [.. Browser.Hidden(page, "/sign-out")]);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/sign-in?ended=true", response.Headers.Location!.OriginalString);
        Assert.Null(_reader.Cookie(Cookie));
    }

    [Fact]
    public async Task Signing_in_anew_gives_a_new_session_and_ends_the_old_one()
    {
        var old = _reader.Cookie(Cookie)!;
        var before = await RowAsync();
        var form = Browser.Hidden(await _reader.ReadAsync("/messages"), "/sign-out");
        var response = await _reader.PostAsync(
            "/sign-in", [.. form, ("email", "bob@example.org"), ("password", Deliveries.Password)]);
        Assert.Equal("/messages", response.Headers.Location!.OriginalString);
        Assert.NotEqual(old, _reader.Cookie(Cookie));
        Assert.NotEqual(before.Id, (await RowAsync()).Id);
    }

    [Fact]
    public async Task A_planted_cookie_never_becomes_a_session()
    {
        using var victim = _portal.Browser();
        var planted = System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes("an attacker planted these bytes!"));
        victim.SetCookie(Cookie, planted);
        await victim.SubmitAsync("/sign-in", "/sign-in", ("email", "bob@example.org"), ("password", Deliveries.Password));
        Assert.NotEqual(planted, victim.Cookie(Cookie));
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/messages")).StatusCode);
        using var attacker = _portal.Browser();
        attacker.SetCookie(Cookie, planted);
        Assert.Equal(HttpStatusCode.SeeOther, (await attacker.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used()
    {
        for (var i = 0; i < 5; i++)
        {
            _portal.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(HttpStatusCode.OK, (await _reader.GetAsync("/messages")).StatusCode);
        }

        _portal.Clock.Advance(TimeSpan.FromMinutes(31));
        var response = await _reader.GetAsync("/messages");
        Assert.Equal("/sign-in?returnUrl=%2Fmessages&ended=true", response.Headers.Location!.OriginalString);
        Assert.Contains("Your session has ended", await _reader.ReadAsync("/sign-in?ended=true"), StringComparison.Ordinal);
        Assert.Null(_reader.Cookie(Cookie));
    }

    [Fact]
    public async Task A_session_ends_in_any_case_after_its_lifetime()
    {
        for (var i = 0; i < 35; i++)
        {
            _portal.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(HttpStatusCode.OK, (await _reader.GetAsync("/messages")).StatusCode);
        }

        _portal.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.SeeOther, (await _reader.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task Activity_is_written_at_most_once_a_minute()
    {
        var begun = (await RowAsync()).IdleAt;
        _portal.Clock.Advance(TimeSpan.FromSeconds(59));
        await _reader.GetAsync("/messages");
        Assert.Equal(begun, (await RowAsync()).IdleAt);
        _portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await _reader.GetAsync("/messages");
        Assert.Equal(begun + TimeSpan.FromMinutes(1), (await RowAsync()).IdleAt);
    }

    [Fact]
    public async Task A_row_that_was_moved_or_prolonged_opens_nothing()
    {
        var expires = (await RowAsync()).ExpiresAt.AddDays(1);
        await _portal.QueryAsync(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, expires)));
        Assert.Equal(HttpStatusCode.SeeOther, (await _reader.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task What_ended_a_session_is_not_undone_by_a_request_that_was_on_its_way()
    {
        await using var scope = _portal.App.Services.CreateAsyncScope();
        var secret = SessionSecret.Parse(_reader.Cookie(Cookie))!;
        var content = (await scope.ServiceProvider.GetRequiredService<ResumeSession>().ResumeAsync(secret, CancellationToken.None))!;
        var request = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        request.Request.Headers.Cookie = $"{Cookie}={secret.ToText()}";
        await _portal.QueryAsync(db => db.Sessions.ExecuteDeleteAsync());

        Assert.False(await scope.ServiceProvider.GetRequiredService<ReaderSession>().ReplaceAsync(request, content, CancellationToken.None));

        Assert.Equal(0, await _portal.QueryAsync(db => db.Sessions.CountAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_cookie_that_we_did_not_make_opens_nothing(string value)
    {
        using var browser = _portal.Browser();
        var response = await browser.GetAsync("/messages", ("Cookie", $"{Cookie}={value}"));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
    }

    [Fact]
    public void The_keys_that_sign_forms_are_readable_by_their_owner_alone()
    {
        var folder = Path.Combine(_portal.DataFolder, "keys", "data-protection");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private Task<Session> RowAsync() => _portal.QueryAsync(db => db.Sessions.AsNoTracking().SingleAsync());
}
