using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Storage.Model;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>The message that is answered goes away, is locked, or may not be answered any more, while somebody writes.</summary>
public sealed partial class ClosedTests
{
    private const string Typed = "\n\"Typed\" <since>\n\nand more";

    [Theory]
    [InlineData("send")]
    [InlineData("save")]
    [InlineData("preview")]
    [InlineData("attach")]
    public async Task What_was_typed_is_given_back_and_kept_where_the_message_is_gone(string button)
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("text", "Saved before"));
        await DeleteAsync(writer);

        var page = await GivenBackAsync(writer, form, button);
        Assert.Contains("is not there any more", page, StringComparison.Ordinal);
        Assert.Contains("is kept as a draft", page, StringComparison.Ordinal);
        Assert.DoesNotContain("files that you chose", page, StringComparison.Ordinal);
        Assert.Empty(writer.Sending.Sent);

        // The list leads to the same text.
        Assert.Contains("Can only be read", await writer.Browser.ReadAsync("/drafts"), StringComparison.Ordinal);
        Assert.Contains($"href=\"{form.Action}\"", await writer.Browser.ReadAsync("/drafts"), StringComparison.Ordinal);
        var read = await writer.Browser.GetAsync(form.Action);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(Typed, TextOf(await read.Content.ReadAsStringAsync()));

        (await writer.Browser.SubmitAsync(form.Action, "/drafts?handler=Discard", ("id", IdOf(form)))).LeadsTo("/drafts?discarded=true");
        Assert.Equal(0, await writer.Portal.QueryAsync(db => db.Drafts.CountAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync(form.Action)).StatusCode);
    }

    [Fact]
    public async Task Without_a_draft_it_is_given_back_and_files_are_not_kept()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await DeleteAsync(writer);

        var page = await GivenBackAsync(writer, form, "send", [("a.pdf", new byte[300_000]), ("b.pdf", [1])]);
        Assert.Contains("was not saved", page, StringComparison.Ordinal);
        Assert.Contains("files that you chose were not kept", page, StringComparison.Ordinal);
        Assert.Equal((0, 0), await writer.Portal.QueryAsync(async db => (await db.Drafts.CountAsync(), await db.DraftFiles.CountAsync())));
        Assert.Equal(HttpStatusCode.NotFound, (await writer.PressAsync(form, "autosave", ("text", "x"))).StatusCode);
        Assert.Equal("/drafts", (await writer.PressAsync(form, "discard", ("text", "x"))).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Where_the_message_is_locked_what_was_typed_comes_back_and_what_was_saved_stays_hidden()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("subject", "Re: secret"), ("text", "quoted words"));
        DateTimeOffset? now = writer.Portal.Clock.GetUtcNow();
        await writer.Portal.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now).SetProperty(d => d.Lock, DeliveryLock.Sender)));

        var page = await GivenBackAsync(writer, form, "send");
        Assert.Contains("was locked meanwhile", page, StringComparison.Ordinal);
        Assert.Contains("was not saved", page, StringComparison.Ordinal);
        Assert.DoesNotContain("quoted words", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Browser.GetAsync(form.Action)).StatusCode);

        var list = await writer.Browser.ReadAsync("/drafts");
        Assert.Contains("is locked or asks for a second step", list, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", list, StringComparison.Ordinal);
        Assert.DoesNotContain(writer.Reply, list, StringComparison.Ordinal);
        (await writer.Browser.SubmitAsync("/drafts", "/drafts?handler=Discard", ("id", IdOf(form)))).LeadsTo("/drafts?discarded=true");
        Assert.Equal(0, await writer.Portal.QueryAsync(db => db.Drafts.CountAsync()));
    }

    [Fact]
    public async Task What_the_tenant_does_not_offer_any_more_is_kept_and_can_be_read()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("text", "Saved before"));
        writer.Portal.App.Services.GetRequiredService<Core.Tenants.TenantCatalog>()["default"].Reply = false;

        var page = await GivenBackAsync(writer, form, "send");
        Assert.Contains("can no longer be sent from here", page, StringComparison.Ordinal);
        Assert.Contains("is kept as a draft", page, StringComparison.Ordinal);
        Assert.Contains("Can only be read", await writer.Browser.ReadAsync("/drafts"), StringComparison.Ordinal);
        Assert.Equal(Typed, TextOf(await writer.Browser.ReadAsync(form.Action)));
    }

    [Fact]
    public async Task What_was_sent_before_its_message_went_is_told_as_that()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "send", ("text", "Sent"));
        await DeleteAsync(writer);
        Assert.Equal("/compose/sent", (await writer.PressAsync(form, "send", ("text", "Sent"))).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Nothing_of_anothers_draft_is_shown_changed_or_discarded()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        await writer.PressAsync(form, "save", ("text", "Bob's own words"));
        using var carl = await writer.Portal.RegisterAsync(await writer.Portal.DeliverAsync("carl@example.org", Mails.Plain(to: "carl@example.org")));
        await writer.PressAsync(await writer.OpenAsync(writer.Reply), "save", ("text", "Also Bob's"));
        var token = Browser.Hidden(await carl.ReadAsync("/messages"), "/sign-out").Single(field => field.Name == "__RequestVerificationToken").Value;

        Assert.Equal(HttpStatusCode.NotFound, (await carl.GetAsync(form.Action)).StatusCode);
        var answer = await carl.SendAsync(HttpMethod.Post, $"{form.Action}&do=save", (form with { Token = token }).Content(("text", "Carl's")));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("was not saved", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        (await carl.PostAsync("/drafts?handler=Discard", [("__RequestVerificationToken", token), ("id", IdOf(form))])).LeadsTo("/drafts?discarded=true");
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.PostAsync("/drafts?handler=Discard", [("id", IdOf(form))])).StatusCode);
        Assert.Equal("Bob's own words", (await writer.OpenAsync(form.Action)).Text);
        Assert.Equal(2, await writer.Portal.QueryAsync(db => db.Drafts.CountAsync()));
    }

    [Theory]
    [InlineData("send")]
    [InlineData("save")]
    public async Task A_text_that_is_far_too_long_is_told_with_how_long_it_may_be(string button)
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        Assert.Contains("maxlength=\"400000\"", form.Html, StringComparison.Ordinal);
        await writer.PressAsync(form, "save", ("text", "Saved before"));
        var answer = await writer.PressAsync(form, button, [("text", new string('x', 2_500_000))], [("a.pdf", new byte[300_000])]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("400000 characters at most", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Saved before", (await writer.OpenAsync(form.Action)).Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.PressAsync(form with { Token = "x" }, button, ("text", new string('x', 2_500_000)))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.PressAsync(form with { Token = new string('x', 5_000) }, button, ("text", "x"))).StatusCode);

        writer.Portal.Clock.Advance(TimeSpan.FromMinutes(31));
        answer = await writer.PressAsync(form, button, ("text", new string('x', 2_500_000)));
        answer = await writer.PressAsync(form with { Action = answer.Headers.Location!.OriginalString }, button, ("text", new string('x', 2_500_000)));
        Assert.Contains("400000 characters at most", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task DeleteAsync(Writer writer)
    {
        await writer.Portal.QueryAsync(db => db.Notices.ExecuteDeleteAsync());
        await writer.Portal.QueryAsync(db => db.Deliveries.ExecuteDeleteAsync());
    }

    private static async Task<string> GivenBackAsync(Writer writer, ComposeForm form, string button, (string Name, byte[] Content)[]? files = null)
    {
        var answer = await writer.PressAsync(form, button, [("text", Typed.ReplaceLineEndings("\r\n"))], files ?? []);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(Typed, TextOf(page));
        return page;
    }

    private static string TextOf(string html)
    {
        var area = Area().Match(html);
        Assert.True(area.Success, html);
        return WebUtility.HtmlDecode(area.Groups[1].Value).ReplaceLineEndings("\n");
    }

    private static string IdOf(ComposeForm form) => form.Action[^32..];

    [GeneratedRegex("<textarea[^>]* readonly[^>]*>\\r?\\n?(.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Area();
}
