using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>What was written when the session was over is given back, and sent after the next sign-in.</summary>
public sealed class EndedTests
{
    private const string Hint = "You were signed out before you sent this.";

    [Theory]
    [InlineData("send")]
    [InlineData("save")]
    [InlineData("preview")]
    public async Task What_was_typed_stays_in_the_window_until_its_writer_has_signed_in_again(string button)
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("text", "Saved before"));
        writer.Portal.Clock.Advance(TimeSpan.FromMinutes(31));
        const string Typed = "\n\"Typed\" <since>\n\nand more";
        var ended = await AgainAsync(writer, form, button, [("subject", "Grüße & \"so\""), ("text", Typed), ("copy", "yes")], []);
        Assert.Contains(Hint, ended.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("chose did not come along", ended.Html, StringComparison.Ordinal);
        Assert.Equal((form.Action + "&do=save", form.Token, Typed), (ended.Action, ended.Token, ended.Text));

        // Too early: the same page once more, and nothing was kept.
        ended = await AgainAsync(writer, ended with { Action = form.Action }, "save", [("subject", "Grüße & \"so\""), ("text", Typed), ("copy", "yes")], []);
        Assert.Contains(Hint, ended.Html, StringComparison.Ordinal);

        await SignInAsync(writer, "bob@example.org");
        var saved = await writer.PressAsync(ended with { Action = form.Action }, "save", ("subject", "Grüße & \"so\""), ("text", Typed), ("copy", "yes"));
        Assert.Equal($"{form.Action}&saved=true", saved.Headers.Location?.OriginalString);
        var kept = await writer.OpenAsync(form.Action);
        Assert.Equal(("Grüße & \"so\"", Typed), (kept.Subject, kept.Text));
        Assert.Matches("id=\"copy\" name=\"copy\" value=\"yes\" checked", kept.Html);
    }

    [Fact]
    public async Task What_was_to_be_thrown_away_is_still_there_after_the_next_sign_in()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("text", "Saved before"));
        writer.Portal.Clock.Advance(TimeSpan.FromMinutes(31));
        var refused = await writer.PressAsync(form, "discard", ("text", "Typed since"));
        Assert.Equal(HttpStatusCode.SeeOther, refused.StatusCode);
        var back = await writer.Browser.SubmitAsync(
            refused.Headers.Location!.OriginalString, "/sign-in", ("email", "bob@example.org"), ("password", Deliveries.Password));
        var kept = await writer.OpenAsync(back.Headers.Location!.OriginalString);
        Assert.Equal((form.Action, "Saved before"), (kept.Action, kept.Text));
    }

    [Fact]
    public async Task Files_do_not_come_along_and_the_page_says_so()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        writer.Portal.Clock.Advance(TimeSpan.FromMinutes(31));
        var ended = await AgainAsync(writer, form, "send", [("text", "With two")], [("a.pdf", new byte[3_000_000]), ("b.pdf", [1])]);
        Assert.Contains("chose did not come along", ended.Html, StringComparison.Ordinal);
        Assert.Equal(0, await writer.Portal.QueryAsync(db => db.Drafts.CountAsync()));
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_cannot_send_it_on()
    {
        await using var writer = await Writer.StartAsync();
        using var other = await writer.Portal.RegisterAsync(await writer.Portal.DeliverAsync("carol@example.org", Mails.Plain()));
        var form = await writer.OpenAsync("/messages/" + $"{writer.Mail.Id:N}/reply");
        writer.Portal.Clock.Advance(TimeSpan.FromMinutes(31));
        var ended = await AgainAsync(writer, form, "send", [("text", "Bob's")], []);
        await SignInAsync(writer, "carol@example.org");
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.PressAsync(ended with { Action = form.Action }, "save", ("text", "Bob's"))).StatusCode);
        Assert.Equal(0, await writer.Portal.QueryAsync(db => db.Drafts.CountAsync()));
    }

    [Fact]
    public async Task Whoever_comes_back_without_the_step_that_the_message_asks_for_keeps_what_he_wrote_too()
    {
        await using var writer = await Writer.StartAsync("X-Portal-Second-Factor: yes\n" + Mails.Plain("Guarded"));
        using var early = writer.Portal.Browser();
        await early.PasswordAsync("bob@example.org");
        var secret = await writer.Portal.AddAppAsync(writer.Browser);
        (await early.GetAsync(writer.Reply)).LeadsTo($"/sign-in/second?returnUrl={Uri.EscapeDataString(writer.Reply)}");

        var draft = Guid.NewGuid();
        var form = new ComposeForm("", $"{writer.Reply}?draft={draft:N}", TokenOf(await early.ReadAsync("/messages")), "Re: Guarded", "");
        var refused = await early.SendAsync(HttpMethod.Post, $"{form.Action}&do=save", form.Content(("text", "Kept")));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, refused.StatusCode);
        var page = await (await early.SendAsync(HttpMethod.Post, refused.Headers.Location!.OriginalString, form.Content(("text", "Kept")))).Content.ReadAsStringAsync();
        Assert.Contains("One more step is needed", page, StringComparison.Ordinal);
        Assert.Equal("Kept", ComposeForm.Of(page).Text);

        var step = "/sign-in/second?returnUrl=%2Fstay";
        Assert.Contains($"href=\"{step}\"", page, StringComparison.Ordinal);
        (await early.SubmitAsync(step, "/sign-in/second", ("code", writer.Portal.Code(secret)))).LeadsTo("/stay");
        (await early.SendAsync(HttpMethod.Post, $"{form.Action}&do=save", form.Content(("text", "Kept")))).LeadsTo($"{form.Action}&saved=true");
    }

    [Theory]
    [InlineData("https://evil.example/compose")]
    [InlineData("//evil.example")]
    [InlineData("/settings/delete")]
    [InlineData("/compose/../settings/delete")]
    [InlineData("/compose\n")]
    [InlineData("")]
    public async Task It_leads_nowhere_but_to_where_something_is_written(string to)
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var path = $"/compose/ended?to={Uri.EscapeDataString(to)}&draft={Guid.NewGuid():N}";
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.SendAsync(HttpMethod.Post, path, form.Content(("text", "x")))).StatusCode);
    }

    [Fact]
    public async Task What_is_no_form_of_ours_is_refused_and_a_look_at_the_address_shows_the_drafts()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var path = $"/compose/ended?to=/compose&draft={Guid.NewGuid():N}";
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.SendAsync(HttpMethod.Post, path, form.Content(("foreign", "x")))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.SendAsync(HttpMethod.Post, path, new StringContent("text=x"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await writer.Browser.SendAsync(HttpMethod.Post, path, form.Content(("text", "x")))).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await writer.Browser.SendAsync(HttpMethod.Post, path, form.Content(("text", "x")), ("Sec-Fetch-Site", "cross-site"))).StatusCode);
        Assert.Equal("/drafts", (await writer.Browser.GetAsync("/compose/ended")).Headers.Location?.OriginalString);
    }

    private static string TokenOf(string html) => Browser.Hidden(html, "/sign-out").Single(field => field.Name == "__RequestVerificationToken").Value;

    // As a browser does that hears 307: the same form to the other address.
    private static async Task<ComposeForm> AgainAsync(
        Writer writer, ComposeForm form, string button, (string Name, string Value)[] fields, (string Name, byte[] Content)[] files)
    {
        var refused = await writer.PressAsync(form, button, fields, files);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, refused.StatusCode);
        var address = refused.Headers.Location!.OriginalString;
        Assert.StartsWith("/compose/ended?to=", address, StringComparison.Ordinal);
        var answer = await writer.PressAsync(form with { Action = address }, button, fields, files);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return ComposeForm.Of(await answer.Content.ReadAsStringAsync());
    }

    private static async Task SignInAsync(Writer writer, string address) => Assert.Equal(
        "/stay",
        (await writer.Browser.SubmitAsync("/sign-in?returnUrl=%2Fstay", "/sign-in", ("email", address), ("password", Deliveries.Password))).Headers.Location?.OriginalString);
}
