using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Portal.Tests.Web;

public sealed class DownloadTests(PortalFixture fixture) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly string _address = $"{Guid.NewGuid():N}@example.org";
    private readonly byte[] _file = RandomNumberGenerator.GetBytes(200_000);
    private Browser _reader = null!;
    private string _path = "";
    private string _part = "";

    public async Task InitializeAsync()
    {
        var mail = await fixture.Portal.DeliverAsync(_address, Mails.Rich(_file, "Vertrag für Bob – 2027.pdf"));
        _reader = await fixture.Portal.RegisterAsync(mail);
        _path = $"/messages/{mail.Id:N}";
        _part = $"{_path}/parts/4";
    }

    public Task DisposeAsync()
    {
        _reader.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_file_comes_whole_and_is_only_ever_saved()
    {
        var response = await _reader.GetAsync(_part);
        Assert.Equal(_file, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Vertrag für Bob – 2027.pdf", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_every_file_with_its_size_and_a_download()
    {
        var page = await _reader.ReadAsync(_path);
        Assert.Contains("Vertrag für Bob – 2027.pdf", page, StringComparison.Ordinal);
        Assert.Contains("200 KB", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{_part}\" download", page, StringComparison.Ordinal);
        Assert.Contains("note.txt", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 99)]
    [InlineData(65_000, 66_000)]
    [InlineData(131_071, 131_073)]
    [InlineData(199_999, 199_999)]
    [InlineData(150_000, null)]
    [InlineData(null, 500)]
    public async Task A_range_is_that_part_of_the_file(int? from, int? to)
    {
        var response = await _reader.GetAsync(_part, ("Range", $"bytes={from}-{to}"));
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        var first = from ?? _file.Length - to!.Value;
        var last = from is null ? _file.Length - 1 : to ?? _file.Length - 1;
        Assert.Equal(_file[first..(last + 1)], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(new ContentRangeHeaderValue(first, last, _file.Length), response.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task Two_hundred_random_ranges_equal_the_source()
    {
        for (var round = 0; round < 200; round++)
        {
            var first = RandomNumberGenerator.GetInt32(_file.Length);
            var last = Math.Min(_file.Length - 1, first + RandomNumberGenerator.GetInt32(round % 2 == 0 ? 500 : _file.Length));
            var response = await _reader.GetAsync(_part, ("Range", $"bytes={first}-{last}"));
            Assert.True(
                response.StatusCode == HttpStatusCode.PartialContent
                && (await response.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(_file.AsSpan(first, last - first + 1)),
                $"bytes={first}-{last}");
        }
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused_with_the_length()
    {
        var response = await _reader.GetAsync(_part, ("Range", "bytes=200000-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal(200_000, response.Content.Headers.ContentRange!.Length);
    }

    [Fact]
    public async Task An_interrupted_download_goes_on_if_it_is_still_the_same_file()
    {
        var tag = (await _reader.GetAsync(_part)).Headers.ETag!.ToString();
        var same = await _reader.GetAsync(_part, ("Range", "bytes=100-"), ("If-Range", tag));
        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        var other = await _reader.GetAsync(_part, ("Range", "bytes=100-"), ("If-Range", "\"another\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Head_tells_the_length_and_sends_nothing()
    {
        var response = await _reader.SendAsync(HttpMethod.Head, _part, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(200_000, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_text_file_is_text_whatever_its_encoding()
    {
        var response = await _reader.GetAsync($"{_path}/parts/5", ("Range", "bytes=0-3"));
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("grü", Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task The_original_is_the_mail_as_it_was_sent()
    {
        var response = await _reader.GetAsync($"{_path}/original.eml");
        var original = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("From: Alice Example <alice@example.com>\r\n", original, StringComparison.Ordinal);
        Assert.EndsWith("--outer--", original.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("With everything.eml", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var range = await _reader.GetAsync($"{_path}/original.eml", ("Range", "bytes=6-10"));
        Assert.Equal("Alice", await range.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("a\"b;c=d,e.txt", "a\"b;c=d,e.txt")]
    [InlineData("a\r\nX-Evil: 1\r\n\r\n<p>.txt", "aX-Evil: 1<p>.txt")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("rechnung\u202Efdp.exe", "rechnungfdp.exe")]
    [InlineData("\u65E5\u672C\U0001F600'%41*.pdf", "\u65E5\u672C\U0001F600'%41*.pdf")]
    [InlineData("CON", "_CON")]
    public async Task A_name_comes_out_of_the_header_as_it_is_shown(string name, string expected)
    {
        var mail = await fixture.Portal.DeliverAsync(_address, Mails.Rich([1], name));
        var response = await _reader.GetAsync($"/messages/{mail.Id:N}/parts/4");
        Assert.Equal(expected, response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.False(response.Headers.Contains("X-Evil"));
        Assert.Contains($"<bdi>{expected}</bdi>", WebUtility.HtmlDecode(await _reader.ReadAsync($"/messages/{mail.Id:N}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    [InlineData("application/xhtml+xml")]
    [InlineData("text/xml")]
    [InlineData("application/javascript")]
    [InlineData("text/css")]
    [InlineData("multipart/x-mixed-replace")]
    public async Task What_a_browser_could_run_is_bytes_without_a_type(string type)
    {
        var mail = await fixture.Portal.DeliverAsync(_address, Mails.Rich("<script>alert(1)</script>"u8.ToArray(), "a.html", type));
        var response = await _reader.GetAsync($"/messages/{mail.Id:N}/parts/4");
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
    }
}
