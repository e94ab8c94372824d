using System.Net;
using System.Security.Cryptography;
using System.Text;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Files that lie inside of parts: uuencoded in a text, and in winmail.dat.</summary>
public sealed class EmbeddedFileTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Attack = "<img src=x onerror=alert(1)>.txt";

    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(30);

    // 30 random bytes as one line of uuencode.
    private static string Uuencoded(string name) => $"begin 644 {name}\n>{Line(Content)}\n`\nend\n";

    [Fact]
    public async Task A_uuencoded_file_is_listed_and_saved_and_the_text_is_without_it()
    {
        var (reader, path) = await OpenAsync("uu@example.org", Plain($"Dear Bob,\n{Uuencoded("Grüße.pdf")}Alice"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("Dear Bob,\r\nAlice", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("begin 644", page, StringComparison.Ordinal);
        Assert.Contains("Grüße.pdf", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{path}/parts/0/files/1\" download", page, StringComparison.Ordinal);
        Assert.DoesNotContain("begin 644", await reader.ReadAsync($"{path}/body"), StringComparison.Ordinal);

        var file = await reader.GetAsync($"{path}/parts/0/files/1");
        AssertOnlySaved(file, "Grüße.pdf");
        Assert.Equal(Content, await file.Content.ReadAsByteArrayAsync());
        var range = await reader.GetAsync($"{path}/parts/0/files/1", ("Range", "bytes=10-19"));
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal(Content[10..20], await range.Content.ReadAsByteArrayAsync());
        foreach (var none in new[] { "/parts/0", "/parts/0/files/0", "/parts/0/files/2", "/parts/1/files/1" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(path + none)).StatusCode);
        }
    }

    [Fact]
    public async Task Winmail_is_unpacked_into_its_files()
    {
        var large = RandomNumberGenerator.GetBytes(200_000);
        var tnef = new TnefWriter().File("LONG~1.PDF", large, "Vertrag – 2027.pdf").File("b.html", "<script>alert(1)</script>"u8.ToArray()).ToArray();
        var (reader, path) = await OpenAsync("tnef@example.org", Mails.Rich(tnef, "winmail.dat", "application/ms-tnef"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("Vertrag – 2027.pdf", page, StringComparison.Ordinal);
        Assert.Contains("200 KB", page, StringComparison.Ordinal);
        Assert.DoesNotContain("winmail.dat", page, StringComparison.Ordinal);
        Assert.Equal(tnef, await (await reader.GetAsync($"{path}/parts/4")).Content.ReadAsByteArrayAsync());

        var file = await reader.GetAsync($"{path}/parts/4/files/1");
        AssertOnlySaved(file, "Vertrag – 2027.pdf");
        Assert.Equal(large, await file.Content.ReadAsByteArrayAsync());
        var range = await reader.GetAsync($"{path}/parts/4/files/1", ("Range", "bytes=150000-150099"));
        Assert.Equal(large[150_000..150_100], await range.Content.ReadAsByteArrayAsync());
        AssertOnlySaved(await reader.GetAsync($"{path}/parts/4/files/2"), "b.html");
    }

    [Fact]
    public async Task The_text_of_a_winmail_is_shown_where_the_mail_has_no_other()
    {
        var tnef = new TnefWriter().Body(0x1013, 0x0102, "<p>Dear <b>Bob</b><script>alert(1)</script><img src=x onerror=alert(1)></p>"u8.ToArray()).ToArray();
        var (reader, path) = await OpenAsync("tnefbody@example.org", Only("application/ms-tnef; name=winmail.dat", tnef));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("Dear Bob", page, StringComparison.Ordinal);
        AssertInert(page);
    }

    [Fact]
    public async Task The_text_of_a_winmail_that_is_only_rich_text_is_shown()
    {
        var tnef = new TnefWriter().Body(0x1009, 0x0102, RtfPacker.Pack("{\\rtf1\\ansi Dear Bob, <img src=x onerror=alert(1)>\\par see you}")).ToArray();
        var whole = Only("application/ms-tnef; name=winmail.dat", tnef);
        var behindABlank = whole.Replace("Content-Type: ", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\n \n\n--x\nContent-Type: ", StringComparison.Ordinal) + "\n--x--\n";
        foreach (var mail in new[] { whole, behindABlank })
        {
            var (reader, path) = await OpenAsync($"{Guid.NewGuid():N}@example.org", mail);
            using var _ = reader;
            var page = await reader.ReadAsync(path);
            Assert.Contains("Dear Bob, &lt;img", page, StringComparison.Ordinal);
            Assert.Contains("see you", page, StringComparison.Ordinal);
            AssertInert(page);
        }
    }

    [Fact]
    public async Task A_winmail_whose_rich_text_is_damaged_stays_a_file_beside_its_files()
    {
        var rtf = RtfPacker.Pack("{\\rtf1 text}");
        rtf[^1] ^= 1;
        var tnef = new TnefWriter().File("a.txt", [1]).Body(0x1009, 0x0102, rtf).ToArray();
        var (reader, path) = await OpenAsync("rtfdamaged@example.org", Mails.Rich(tnef, "winmail.dat", "application/ms-tnef"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("winmail.dat</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("a.txt</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("A file named winmail.dat could not be unpacked.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_winmail_that_lies_stays_a_file_and_the_page_says_so()
    {
        var tnef = new TnefWriter().File("a.txt", [1]).Attribute(2, 0x0006_800F, [1], 0xFFFF_FFF0).ToArray();
        var (reader, path) = await OpenAsync("tneflies@example.org", Mails.Rich(tnef, "winmail.dat", "application/ms-tnef"));
        using var _ = reader;
        var page = await reader.ReadAsync(path);
        Assert.Contains("winmail.dat</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("A file named winmail.dat could not be unpacked.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"{path}/parts/4/files/1")).StatusCode);
        Assert.Equal(tnef, await (await reader.GetAsync($"{path}/parts/4")).Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Markup_in_the_names_of_embedded_files_is_text()
    {
        var tnef = new TnefWriter().File("x", [1], Attack).ToArray();
        foreach (var mail in new[] { Plain(Uuencoded(Attack)), Only("application/ms-tnef", tnef) })
        {
            var (reader, path) = await OpenAsync($"{Guid.NewGuid():N}@example.org", mail);
            using var _ = reader;
            var page = await reader.ReadAsync(path);
            AssertInert(page);
            Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
            AssertOnlySaved(await reader.GetAsync($"{path}/parts/0/files/1"), Attack);
        }
    }

    [Fact]
    public async Task A_file_without_its_end_is_remarked()
    {
        var (reader, path) = await OpenAsync("cut@example.org", Plain($"Hello\n{Uuencoded("a.txt")[..^6]}"));
        using var _ = reader;
        Assert.Contains("The end of a file in the text is missing.", await reader.ReadAsync(path), StringComparison.Ordinal);
        Assert.Equal(Content, await (await reader.GetAsync($"{path}/parts/0/files/1")).Content.ReadAsByteArrayAsync());
    }

    private async Task<(Browser Reader, string Path)> OpenAsync(string address, string mail)
    {
        var delivered = await fixture.Portal.DeliverAsync(address, mail);
        return (await fixture.Portal.RegisterAsync(delivered), $"/messages/{delivered.Id:N}");
    }

    private static void AssertOnlySaved(HttpResponseMessage response, string name)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(name, response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static void AssertInert(string page)
    {
        Inert.Check(page);
    }

    private static string Plain(string text) =>
        $"From: Alice <alice@example.com>\nSubject: Files\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}";

    private static string Only(string type, byte[] content) =>
        $"From: Alice <alice@example.com>\nSubject: Files\nMIME-Version: 1.0\nContent-Type: {type}\nContent-Transfer-Encoding: base64\n\n"
        + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);

    private static string Line(byte[] bytes)
    {
        var line = new StringBuilder();
        foreach (var group in bytes.Chunk(3))
        {
            var bits = (group[0] << 16) | (group[1] << 8) | group[2];
            line.Append(Letter(bits >> 18)).Append(Letter(bits >> 12)).Append(Letter(bits >> 6)).Append(Letter(bits));
        }

        return line.ToString();
    }

    private static char Letter(int value) => (value & 63) == 0 ? '`' : (char)((value & 63) + 32);
}
