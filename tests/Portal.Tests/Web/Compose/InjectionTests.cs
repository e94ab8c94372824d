using System.Net;
using System.Text.Json;
using Portal.Core.Messages.Replies;
using TestKit;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>Whatever is written into a field stays in it (threat C11), and is shown and sent as it was written.</summary>
public sealed class InjectionTests : IAsyncLifetime
{
    private Writer _writer = null!;

    public async Task InitializeAsync() => _writer = await Writer.StartAsync(
        null, ("Tenants:default:NewMessage", "True"), ("Tenants:default:RecipientDomains:0", "example.com"), ("Tenants:default:DefaultRecipients:0:Name", "Desk"),
        ("Tenants:default:DefaultRecipients:0:Address", "desk@example.com"), ("Tenants:default:MaxRepliesPerDay", "10000"));

    public async Task DisposeAsync() => await _writer.DisposeAsync();

    [Fact]
    public async Task Line_ends_and_what_hides_or_turns_text_are_refused_in_a_subject_and_in_addresses()
    {
        foreach (var ending in HeaderInjections.Endings)
        {
            // Around a subject such characters that are white space are trimmed; inside of it nothing is.
            await RefusedAsync("subject", "The subject may have", ("subject", $"Hello{ending}x"), ("to", "dora@example.com"));
            await RefusedAsync("to", "cannot be seen", ("to", $"dora@example.com{ending}x"));
            await RefusedAsync("to", "You cannot write to", ("to", ""), ("offered", $"desk@example.com{ending}"));
        }

        await RefusedAsync("text", "none that ends a text", ("text", "a\0b"), ("to", "dora@example.com"));
        Assert.Empty(_writer.Sending.Sent);
    }

    [Fact]
    public async Task What_only_looks_like_a_line_end_is_sent_as_it_was_written()
    {
        foreach (var text in HeaderInjections.Harmless)
        {
            await SentAsync(text, text, "file.txt", "file.txt");
        }
    }

    [Fact]
    public async Task Names_of_files_hold_no_line_end_and_no_path()
    {
        foreach (var (name, shown) in new[]
        {
            ("a%0d%0aBcc: x.txt", "a%0d%0aBcc: x.txt"), ("..\\..\\x.txt", "x.txt"), ("gnp.\u202Etxt", "gnp.txt"), ("a\u2028b.txt", "a b.txt"), ("<img src=x>.html", "<img src=x>.html"),
        })
        {
            await SentAsync("Names", "Text", name, shown);
        }
    }

    [CorpusFact("text-naughty-strings")]
    public async Task Naughty_strings_are_refused_or_sent_right()
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(Corpora.PathOf("text-naughty-strings", "blns.json")))!;
        Assert.True(strings.Length > 400);
        foreach (var some in strings.Chunk(8))
        {
            // Several at a time into the text; one by one where they stand alone.
            await SentAsync("Texts", "x" + string.Join("\n", some.Select(s => s.Replace("\0", "", StringComparison.Ordinal))), "file.txt", "file.txt");
        }

        foreach (var text in strings.Where(s => s.Length <= ReplySubject.Longest))
        {
            if (LineText.IsPlain(text.Trim()))
            {
                await SentAsync(text, "Text", null, null);
            }
            else
            {
                await RefusedAsync("subject", "The subject may have", ("subject", text), ("to", "dora@example.com"));
            }
        }
    }

    [CorpusFact("text-naughty-strings")]
    public async Task Naughty_strings_as_names_of_files_are_one_line_and_no_path()
    {
        var strings = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(Corpora.PathOf("text-naughty-strings", "blns.json")))!;
        // Quotes, and a backslash before the closing one, would change where the name ends.
        foreach (var some in strings.Where(s => !string.IsNullOrWhiteSpace(s) && !s.AsSpan().ContainsAny("\r\n\0\"") && !s.EndsWith('\\')).Chunk(15))
        {
            var form = await _writer.OpenAsync("/compose");
            var response = await _writer.PressAsync(form, "send", [("to", "dora@example.com"), ("text", "x")], [.. some.Select((s, i) => (s, new byte[i + 1]))]);
            Assert.StartsWith("/compose/sent?copy=", response.Headers.Location?.OriginalString, StringComparison.Ordinal);

            // Each is known by its size.
            var names = _writer.Sending.Sent[^1].Reply.Files.OrderBy(file => file.Size).Select(file => file.Name).ToList();
            Assert.Equal(some.Length, names.Count);
            Assert.All(some.Zip(names), pair => CleanedName.Check(pair.First, pair.Second));
        }
    }

    private async Task RefusedAsync(string field, string text, params (string Name, string Value)[] fields)
    {
        var form = await _writer.OpenAsync("/compose");
        var response = await _writer.PressAsync(form, "send", fields.Any(f => f.Name == "text") ? fields : [("text", "Hello"), .. fields]);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Contains($"href=\"#{field}\"", page, StringComparison.Ordinal);
    }

    private async Task SentAsync(string subject, string text, string? file, string? shown)
    {
        var form = await _writer.OpenAsync("/compose");
        (string, string)[] fields = [("to", "dora@example.com"), ("subject", subject), ("text", text.ReplaceLineEndings("\r\n"))];
        var preview = await (await _writer.PressAsync(form, "preview", fields)).Content.ReadAsStringAsync();
        var main = preview[preview.IndexOf("<main", StringComparison.Ordinal)..preview.IndexOf("<div class=\"compose-kept\"", StringComparison.Ordinal)];
        Assert.DoesNotContain("<script", main, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", main, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<svg", main, StringComparison.OrdinalIgnoreCase);
        var shownForm = ComposeForm.Of(preview);
        Assert.Equal((subject, text.ReplaceLineEndings("\n")), (shownForm.Subject, shownForm.Text));
        var response = await _writer.PressAsync(form, "send", fields, file is null ? [] : [(file, [1])]);
        Assert.StartsWith("/compose/sent?copy=", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var reply = _writer.Sending.Sent[^1].Reply;
        Assert.Equal((subject.Trim(), text.ReplaceLineEndings("\n")), (reply.Subject, reply.Text));
        Assert.Equal("dora@example.com", Assert.Single(reply.To).Address);
        Assert.Equal(shown, reply.Files.SingleOrDefault()?.Name);
    }
}
