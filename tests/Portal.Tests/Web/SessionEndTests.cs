using System.Text.RegularExpressions;
using Xunit;

namespace Portal.Tests.Web;

public sealed class SessionEndTests : IAsyncLifetime
{
    private TestPortal _portal = null!;
    private Delivered _mail = null!;
    private Browser _reader = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(("Tenants:default:SessionLifetime", "01:00:00"));
        _mail = await _portal.DeliverAsync("ends@example.org", Mails.Plain());
        _reader = await _portal.RegisterAsync(_mail);
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_says_when_and_the_last_ten_minutes_say_it_aloud()
    {
        Assert.Contains("after 30 minutes in which you open no page, and at the latest on Friday 20 November 2026, 15:05", await _reader.ReadAsync("/messages"), StringComparison.Ordinal);
        Assert.DoesNotContain("You will be signed out on", await _reader.ReadAsync("/messages"), StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromMinutes(25));
        await _reader.ReadAsync("/messages");
        _portal.Clock.Advance(TimeSpan.FromMinutes(25));
        Assert.Contains("You will be signed out on Friday 20 November 2026, 15:05", await _reader.ReadAsync($"/messages/{_mail.Id:N}"), StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(303, (int)(await _reader.GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task The_script_runs_by_a_word_of_each_answer_beside_a_mail_too_but_not_in_it_or_before_the_sign_in()
    {
        var words = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var response = await _reader.GetAsync(i == 0 ? $"/messages/{_mail.Id:N}" : "/settings");
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            var nonce = Regex.Match(policy, "^" + Regex.Escape(HeaderTests.PagePolicy) + "; script-src 'nonce-([A-Za-z0-9+/]{22}==)'$").Groups[1].Value;
            Assert.NotEmpty(nonce);
            var page = await response.Content.ReadAsStringAsync();
            Assert.Single(Regex.Matches(page, "<script"));
            Assert.Contains($"nonce=\"{System.Net.WebUtility.HtmlEncode(nonce).Replace("+", "&#x2B;", StringComparison.Ordinal)}\"", page, StringComparison.Ordinal);
            words.Add(nonce);
        }

        Assert.Equal(3, words.Count);
        var rich = await _portal.DeliverAsync("ends@example.org", Mails.Rich(new byte[10]));
        var body = await _reader.GetAsync($"/messages/{rich.Id:N}/body");
        Assert.DoesNotContain("script-src", body.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await body.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var stranger = _portal.Browser();
        Assert.DoesNotContain("session-end", await stranger.ReadAsync("/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_tells_the_script_how_long_and_another_page_lengthens_it()
    {
        _portal.Clock.Advance(TimeSpan.FromMinutes(20));
        var page = await _reader.ReadAsync("/stay");
        Assert.Contains("data-idle=\"1740\"", page, StringComparison.Ordinal);
        Assert.Contains("data-left=\"2400\"", page, StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(200, (int)(await _reader.GetAsync("/messages")).StatusCode);
    }
}
