using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web.Compose;

public sealed class DraftPageTests
{
    [Fact]
    public async Task A_saved_draft_stands_in_the_list_and_opens_as_it_was_left()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var saved = await writer.PressAsync(form, "save", [("subject", "Half done"), ("text", "\n\nFirst words"), ("copy", "yes")], [("a.pdf", [1, 2])]);
        Assert.Equal($"{form.Action}&saved=true", saved.Headers.Location?.OriginalString);
        Assert.Contains("The draft is saved.", await writer.Browser.ReadAsync(saved.Headers.Location!.OriginalString), StringComparison.Ordinal);

        var list = await writer.Browser.ReadAsync("/drafts");
        Assert.Contains("Half done", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"{form.Action}\"", list, StringComparison.Ordinal);
        var again = await writer.OpenAsync(form.Action);
        Assert.Equal(("Half done", "\n\nFirst words"), (again.Subject, again.Text));
        Assert.Contains("a.pdf", again.Html, StringComparison.Ordinal);
        Assert.Matches("id=\"copy\" name=\"copy\" value=\"yes\" checked", again.Html);

        Assert.Equal($"/messages/{writer.Mail.Id:N}", (await writer.PressAsync(form, "discard", ("text", "x"))).Headers.Location?.OriginalString);
        Assert.DoesNotContain("Half done", await writer.Browser.ReadAsync("/drafts"), StringComparison.Ordinal);
        Assert.Equal((0, 0), await writer.Portal.QueryAsync(async db => (await db.Drafts.CountAsync(), await db.DraftFiles.CountAsync())));
    }

    [Fact]
    public async Task A_preview_shows_what_the_recipients_see_and_keeps_the_draft()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var page = await (await writer.PressAsync(form, "preview", ("text", "# Title\r\n**bold** <b>not</b>"))).Content.ReadAsStringAsync();
        Assert.Contains("<h1>Title</h1><p><strong>bold</strong> &lt;b&gt;not&lt;/b&gt;</p>", page, StringComparison.Ordinal);
        Assert.Equal("# Title\n**bold** <b>not</b>", ComposeForm.Of(page).Text);
        Assert.Single(await writer.Portal.QueryAsync(db => db.Drafts.ToListAsync()));
    }

    [Fact]
    public async Task The_script_keeps_what_changed_and_hears_when_it_cannot()
    {
        await using var writer = await Writer.StartAsync();
        var page = await writer.Browser.GetAsync(writer.Reply);
        Assert.Contains("; connect-src 'self'; script-src 'nonce-", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        var form = ComposeForm.Of(await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await writer.PressAsync(form, "autosave", ("text", "Kept on the way"))).StatusCode);
        Assert.Equal("Kept on the way", (await writer.OpenAsync(form.Action)).Text);
        await writer.PressAsync(form, "send", ("text", "Sent"));
        Assert.Equal(HttpStatusCode.Conflict, (await writer.PressAsync(form, "autosave", ("text", "Too late"))).StatusCode);
        writer.Portal.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.SeeOther, (await writer.PressAsync(form, "autosave", ("text", "Too late"))).StatusCode);
    }

    [Fact]
    public async Task Fifty_presses_at_once_send_one_message()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => writer.PressAsync(form, "send", ("text", "Once")))));
        Assert.Single(writer.Sending.Sent);
        Assert.Single(answers, answer => answer.Headers.Location?.OriginalString.StartsWith("/compose/sent?copy=", StringComparison.Ordinal) == true);
        Assert.All(answers, answer => Assert.StartsWith("/compose/sent", answer.Headers.Location?.OriginalString ?? $"{answer.StatusCode}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_being_written_is_in_the_archive_of_all_data_with_its_files()
    {
        await using var writer = await Writer.StartAsync();
        await writer.PressAsync(await writer.OpenAsync(writer.Reply), "save", [("subject", "Half done"), ("text", "First words")], [("a b.pdf", [1, 2])]);

        var response = await writer.Browser.SubmitAsync("/settings/data", "/settings/data");

        await using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["1-bob@example.org.mbox", "draft-1/1-a_b.pdf", "account.json"], archive.Entries.Select(e => e.FullName));
        Assert.Equal([1, 2], await BytesAsync(archive.Entries[1]));
        var draft = JsonDocument.Parse(await BytesAsync(archive.Entries[2])).RootElement.GetProperty("drafts")[0];
        Assert.Equal(("Half done", "First words", 1), (draft.GetProperty("subject").GetString(), draft.GetProperty("text").GetString(), draft.GetProperty("files").GetInt32()));
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
