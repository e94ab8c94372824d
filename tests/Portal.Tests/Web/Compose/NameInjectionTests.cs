using System.Net;
using System.Text.Encodings.Web;
using TestKit;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>A person's name stands in the From of what he sends (threat C11): what could end that field is refused where the name is set, what only looks so is sent as it was written.</summary>
public sealed class NameInjectionTests : IAsyncLifetime
{
    private const string Profile = "/settings/profile";
    private const string Plain = "Bob Example";

    private Writer _writer = null!;

    public async Task InitializeAsync() => _writer = await Writer.StartAsync(null, ("Portal:RateLimits:Registrations", "1000"));

    public async Task DisposeAsync() => await _writer.DisposeAsync();

    [Fact]
    public async Task In_the_settings_what_ends_a_line_hides_or_turns_text_is_refused_and_the_old_name_is_sent()
    {
        foreach (var ending in HeaderInjections.Endings)
        {
            await RefusedAsync(ending, await _writer.Browser.SubmitAsync(Profile, Profile, ("name", $"Bob{ending}x")));
        }

        await AssertSentByAsync(Plain);
    }

    [Fact]
    public async Task At_registration_it_is_refused_and_costs_nothing()
    {
        var mail = await _writer.Portal.DeliverAsync("named@example.org", Mails.Plain());
        using var browser = _writer.Portal.Browser();
        foreach (var ending in HeaderInjections.Endings)
        {
            await RefusedAsync(ending, await browser.SubmitAsync(
                $"/n/{mail.Token}", "/register", ("initialPassword", mail.InitialPassword!), ("name", $"Bob{ending}x"),
                ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password)));
        }

        using var registered = await _writer.Portal.RegisterAsync(mail);
    }

    [Fact]
    public async Task What_only_looks_like_a_line_end_is_shown_and_sent_as_it_was_written()
    {
        foreach (var name in HeaderInjections.Harmless)
        {
            var response = await _writer.Browser.SubmitAsync(Profile, Profile, ("name", name));
            Assert.Equal($"{Profile}?saved=true", response.Headers.Location?.OriginalString);
            var page = await _writer.Browser.ReadAsync(Profile);
            Assert.Contains($"<bdi>{HtmlEncoder.Default.Encode(name)}</bdi>", page, StringComparison.Ordinal);
            await AssertSentByAsync(name);
        }
    }

    private static async Task RefusedAsync(string ending, HttpResponseMessage response)
    {
        if (ending.Contains('\0', StringComparison.Ordinal))
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode); // no browser writes such a form
            return;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("id=\"name-error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task AssertSentByAsync(string name)
    {
        await _writer.PressAsync(await _writer.OpenAsync(_writer.Reply), "send", ("text", "Hello"));
        var from = _writer.Sending.Sent[^1].Reply.From;
        Assert.Equal((name, _writer.Mail.Address), (from.Name, from.Address));
    }
}
