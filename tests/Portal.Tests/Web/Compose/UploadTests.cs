using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>Files come in sealed, within limits, and cost nothing else when they do not.</summary>
public sealed class UploadTests
{
    [Fact]
    public async Task While_a_file_comes_in_it_is_nowhere_in_plain()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var looked = 0;
        using var file = new SlowFile(3_000_000, () =>
        {
            looked++;
            Assert.False(Holds(writer.Portal.DataFolder), "plaintext in the data folder");
            Assert.False(Holds(Path.GetTempPath(), "ASPNETCORE_*", SearchOption.TopDirectoryOnly), "plaintext where the framework buffers forms");
        });
        var content = form.Content(("text", SlowFile.Canary));
        content.Add(new StreamContent(file), "files", SlowFile.Canary + ".bin");
        var response = await writer.Browser.SendAsync(HttpMethod.Post, $"{form.Action}&do=attach", content);

        Assert.EndsWith("&saved=true", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.True(looked > 5);
        Assert.False(Holds(writer.Portal.DataFolder));
        Assert.Contains(SlowFile.Canary + ".bin", await writer.Browser.ReadAsync(response.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.DoesNotContain(SlowFile.Canary, writer.Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_too_large_and_files_too_many_are_told_and_the_rest_is_kept()
    {
        await using var writer = await Writer.StartAsync(null, ("Tenants:default:MaxReplyBytes", "1000"), ("Tenants:default:MaxReplyFiles", "2"));
        var form = await writer.OpenAsync(writer.Reply);
        var page = await (await writer.PressAsync(form, "send", [("text", "Typed words")], [("small.txt", new byte[600]), ("large.bin", new byte[500_000])]))
            .Content.ReadAsStringAsync();
        Assert.Contains("large.bin” was not attached", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("small.txt", page, StringComparison.Ordinal);
        Assert.Equal("Typed words", ComposeForm.Of(page).Text);
        Assert.Empty(writer.Sending.Sent);

        page = await (await writer.PressAsync(form, "attach", [("text", "More words")], [("a", [1]), ("b", [1]), ("c", [1])])).Content.ReadAsStringAsync();
        Assert.Contains("At most 2 files can go along", page, StringComparison.Ordinal);
        Assert.Equal(2, await writer.Portal.QueryAsync(db => db.DraftFiles.CountAsync()));
        var file = await writer.Portal.QueryAsync(db => db.DraftFiles.OrderBy(f => f.CreatedAt).Select(f => f.Id).FirstAsync());
        await writer.PressAsync(form, $"remove&file={file:N}", ("text", "Last words"));
        await writer.PressAsync(form, "send", ("text", "Last words"));
        var (reply, files) = Assert.Single(writer.Sending.Sent);
        Assert.Equal(("Last words", 1), (reply.Text, files.Count));
    }

    [Fact]
    public async Task Drafts_that_hold_too_many_files_together_are_told()
    {
        await using var writer = await Writer.StartAsync(null, ("Tenants:default:MaxReplyBytes", "1000"));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await writer.PressAsync(await writer.OpenAsync(writer.Reply), "attach", [], [("a", new byte[950])])).StatusCode);
        }

        var form = await writer.OpenAsync(writer.Reply);
        var page = await (await writer.PressAsync(form, "send", [("text", "Typed words")], [("more.bin", new byte[900])])).Content.ReadAsStringAsync();
        Assert.Contains("more.bin” was not attached: your drafts hold too many files", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal("Typed words", ComposeForm.Of(page).Text);
        Assert.Empty(writer.Sending.Sent);
    }

    [Fact]
    public async Task A_form_without_our_token_or_with_a_text_behind_a_file_changes_nothing()
    {
        await using var writer = await Writer.StartAsync();
        var form = await writer.OpenAsync(writer.Reply);
        var forged = form with { Token = "" };
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.PressAsync(forged, "send", ("text", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.PostAsync($"{form.Action}&do=send", [("__RequestVerificationToken", form.Token), ("text", "x")])).StatusCode);
        var elsewhere = await writer.Browser.SendAsync(HttpMethod.Post, $"{form.Action}&do=send", form.Content(("text", "x")), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);

        var late = new MultipartFormDataContent { { new StringContent("x"), "text" }, { new StringContent(form.Token), "__RequestVerificationToken" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.SendAsync(HttpMethod.Post, $"{form.Action}&do=send", late)).StatusCode);
        Assert.Empty(await writer.Portal.QueryAsync(db => db.Drafts.ToListAsync()));

        var behind = form.Content(("text", "x"));
        behind.Add(new ByteArrayContent([1]), "files", "a.txt");
        behind.Add(new StringContent("y"), "subject");
        Assert.Equal(HttpStatusCode.BadRequest, (await writer.Browser.SendAsync(HttpMethod.Post, $"{form.Action}&do=send", behind)).StatusCode);
        Assert.Empty(writer.Sending.Sent);
    }

    private static bool Holds(string folder, string names = "*", SearchOption where = SearchOption.AllDirectories) => Directory.EnumerateFiles(folder, names, where).Any(path =>
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).IndexOf(Encoding.UTF8.GetBytes(SlowFile.Canary)) >= 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    });

    // A file of which each piece is looked for on the disk before the next one goes.
    private sealed class SlowFile(int size, Action look) : Stream
    {
        public const string Canary = "canary-in-plain-0123456789";

        private static readonly byte[] Piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Canary, 12_000)));
        private int _sent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _sent; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_sent > 0 && _sent % Piece.Length < count)
            {
                look();
            }

            count = Math.Min(Math.Min(count, size - _sent), Piece.Length - (_sent % Piece.Length));
            Piece.AsSpan(_sent % Piece.Length, count).CopyTo(buffer.AsSpan(offset));
            _sent += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
