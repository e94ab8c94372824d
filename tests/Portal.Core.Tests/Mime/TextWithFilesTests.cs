using System.Security.Cryptography;
using System.Text;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class TextWithFilesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(45)]
    [InlineData(46)]
    [InlineData(1000)]
    [InlineData(200_001)]
    public async Task A_file_in_a_text_is_found_and_the_text_is_without_it(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var (found, mail, part) = await ReadAsync($"Dear Bob,\r\n{Uuencode.File("a b.bin", content)}Alice");
        Assert.Equal("Dear Bob,\r\nAlice", found.Text);
        var file = Assert.Single(found.Files);
        Assert.Equal(("a b.bin", (long)size, false), (file.FileName, file.Length, file.Incomplete));
        Assert.Equal(content, await ContentAsync(mail, part, file));
    }

    [Theory]
    [InlineData("quoted-printable")]
    [InlineData("base64")]
    public async Task Files_are_found_below_any_transfer_encoding(string encoding)
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        var text = $"one\r\n{Uuencode.File("1", content)}two\r\n{Uuencode.File("2", content[..50])}three";
        var body = encoding == "base64"
            ? string.Concat(Convert.ToBase64String(Encoding.ASCII.GetBytes(text)).Chunk(61).Select(line => new string(line) + "\r\n"))
            : text.Replace("=", "=3D", StringComparison.Ordinal);
        var mail = Mails.Bytes($"Content-Transfer-Encoding: {encoding}", "", body);
        var part = (await Mails.OutlineOf(mail)).Root;
        var found = await TextWithFiles.ReadAsync(new MemoryStream(mail), part, 1000, default);
        Assert.Equal("one\r\ntwo\r\nthree", found.Text);
        Assert.Equal(content, await ContentAsync(mail, part, found.Files[0]));
        Assert.Equal(content[..50], await ContentAsync(mail, part, found.Files[1]));
    }

    [Fact]
    public async Task A_file_whose_lines_end_in_more_than_one_carriage_return_is_as_long_as_it_says()
    {
        var content = RandomNumberGenerator.GetBytes(100);
        var (found, mail, part) = await ReadAsync(Uuencode.File("a", content).Replace("\r\n", "\r\r\r\n", StringComparison.Ordinal));
        Assert.Equal(100, Assert.Single(found.Files).Length);
        Assert.Equal(content, await ContentAsync(mail, part, found.Files[0]));
    }

    [Theory]
    [InlineData("begin 644 people\r\nwere there")]
    [InlineData("begin 100 people\r\nThe others stayed")]
    [InlineData("begin 644 x")]
    [InlineData("begin 644 x\r\n\r\nend")]
    [InlineData("begin 9 x\r\n`\r\nend")]
    [InlineData("beginning 644 x\r\n`\r\nend")]
    [InlineData(" begin 644 x\r\n`\r\nend")]
    [InlineData("begin 644 x\r\nM\r\nend")]
    [InlineData("end\r\n`\r\nM")]
    public async Task Sentences_are_no_files(string text)
    {
        var (found, _, _) = await ReadAsync(text);
        Assert.Equal(text, found.Text);
        Assert.Empty(found.Files);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\a\\b.exe", "b.exe")]
    [InlineData("fdp.\u202Eexe", "fdp.exe")]
    [InlineData("", "part-0-file-1.bin")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")]
    [InlineData("grün.txt", "grün.txt")]
    public async Task Names_are_made_fit(string name, string expected)
    {
        var (found, _, _) = await ReadAsync(Uuencode.File(name, [1]));
        Assert.Equal(expected, Assert.Single(found.Files).FileName);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_kept_as_far_as_it_goes_and_the_rest_is_text()
    {
        var whole = Uuencode.File("a", new byte[450]);
        var (found, mail, part) = await ReadAsync(whole[..whole.IndexOf("\r\n`", StringComparison.Ordinal)] + "\r\nKind regards\r\nend");
        Assert.Equal("Kind regards\r\nend", found.Text);
        Assert.True(Assert.Single(found.Files).Incomplete);
        Assert.Equal(new byte[450], await ContentAsync(mail, part, found.Files[0]));
    }

    [Fact]
    public async Task More_files_than_the_limit_stay_in_the_text()
    {
        var (found, _, _) = await ReadAsync(string.Concat(Enumerable.Repeat(Uuencode.File("a", [1, 2, 3]), 5000)));
        Assert.Equal(100, found.Files.Count);
        Assert.True(found.TooMany);
        Assert.Contains("begin 644 a", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_million_begin_lines_are_text()
    {
        var text = string.Concat(Enumerable.Repeat("begin 644 a\r\n", 1_000_000));
        var (found, _, _) = await ReadAsync(text);
        Assert.Empty(found.Files);
        Assert.Equal(1000, found.Text.Length);
    }

    [Fact]
    public async Task An_endless_line_after_a_beginning_is_text()
    {
        var (found, _, _) = await ReadAsync("begin 644 a\r\nM" + new string('A', 1_000_000) + "\r\nend");
        Assert.Empty(found.Files);
    }

    [Fact]
    public async Task A_huge_file_is_read_to_the_limit()
    {
        var line = Uuencode.Lines(new byte[45])[..^3];
        var mail = Encoding.ASCII.GetBytes("\r\nhello\r\nbegin 644 a\r\n" + string.Concat(Enumerable.Repeat(line, 1_200_000)) + "end\r\n");
        var part = (await Mails.OutlineOf(mail)).Root;
        var found = await TextWithFiles.ReadAsync(new MemoryStream(mail), part, 1000, default);
        Assert.True(Assert.Single(found.Files).Incomplete);
        Assert.InRange(found.Files[0].EncodedLength, 64 * 1024 * 1024 - 200, 64 * 1024 * 1024 + 65_536);
        Assert.Equal("hello\r\n", found.Text);
    }

    [Fact]
    public async Task A_whole_body_may_be_uuencoded()
    {
        var content = RandomNumberGenerator.GetBytes(70_000);
        var mail = Mails.Bytes("Content-Type: image/gif", "Content-Transfer-Encoding: x-uuencode", "", "", Uuencode.File("a.gif", content), "more");
        foreach (var sizes in new int[][] { [65536], [1], [7, 100] })
        {
            var part = (await OutlineReader.ReadAsync(new DrippingStream(mail, sizes), OutlineOptions.Default, default)).Root;
            Assert.Equal(TransferEncoding.Uuencode, part.Encoding);
            Assert.Equal(70_000, part.DecodedLength);
            Assert.Equal(content, await Mails.Content(mail, part));
        }
    }

    [CorpusTheory("mime-james-mime4j")]
    [InlineData("uu-zeegee.msg", 0, "up.gif", "zeegee.gif")]
    [InlineData("uu-junk.msg", 2, "up.gif", "zeegee.gif")]
    [InlineData("sig-uu.msg", 0, ".signature", "part-0-file-2.bin")]
    public async Task Files_of_real_mails_are_found(string name, int number, params string[] files)
    {
        var mail = await File.ReadAllBytesAsync(Corpora.PathOf("mime-james-mime4j", "mimetools-testmsgs", name));
        var part = (await Mails.OutlineOf(mail)).Part(number)!;
        var found = await TextWithFiles.ReadAsync(new MemoryStream(mail), part, 10_000, default);
        Assert.Equal(files, found.Files.Select(file => file.FileName));
        Assert.DoesNotContain("begin 644", found.Text, StringComparison.Ordinal);
        foreach (var file in found.Files.Where(file => file.FileName.EndsWith(".gif", StringComparison.Ordinal)))
        {
            var content = await ContentAsync(mail, part, file);
            Assert.Equal("GIF8"u8.ToArray(), content[..4]);
            Assert.Equal((byte)';', content[^1]); // a GIF's trailer
        }
    }

    private static async Task<(TextWithFiles Found, byte[] Mail, OutlinePart Part)> ReadAsync(string text)
    {
        var mail = Encoding.UTF8.GetBytes("Content-Type: text/plain; charset=utf-8\r\n\r\n" + text);
        var part = (await Mails.OutlineOf(mail)).Root;
        return (await TextWithFiles.ReadAsync(new MemoryStream(mail), part, 1000, default), mail, part);
    }

    private static async Task<byte[]> ContentAsync(byte[] mail, OutlinePart part, EmbeddedFile file)
    {
        await using var stream = await file.OpenAsync(new MemoryStream(mail), part, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        Assert.Equal(file.Length, bytes.Length);
        return bytes.ToArray();
    }
}
