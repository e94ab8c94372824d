using System.Security.Cryptography;
using System.Text;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class TnefContentTests
{
    [Theory]
    [InlineData(76)]
    [InlineData(61)]
    public async Task Attachments_are_found_with_their_names_and_contents(int width)
    {
        var (one, two) = (RandomNumberGenerator.GetBytes(100_000), RandomNumberGenerator.GetBytes(7));
        var tnef = new TnefWriter().File("ONE~1.PDF", one, "Vertrag Ž.pdf").File("zw\u00F6lf.txt", two).File("EMPTY", []).ToArray();
        var (content, mail, part) = await ReadAsync(tnef, width);
        Assert.Equal(["Vertrag Ž.pdf", "zwölf.txt", "EMPTY"], content!.Files.Select(file => file.FileName));
        Assert.Equal([1, 2, 3], content.Files.Select(file => file.Number));
        Assert.Equal(one, await ContentAsync(mail, part, content.Files[0]));
        Assert.Equal(two, await ContentAsync(mail, part, content.Files[1]));
        Assert.Empty(await ContentAsync(mail, part, content.Files[2]));
        Assert.Null(content.Body);
    }

    [Fact]
    public async Task Contents_may_be_properties_and_messages_inside_are_files()
    {
        byte[] inner = [.. new byte[16], .. "inner"u8];
        var tnef = new TnefWriter()
            .Attribute(2, 0x0006_9002, new byte[14])
            .Attribute(2, 0x0006_9005, TnefWriter.Properties((0x3701, 0x0102, "hello"u8.ToArray()), (0x3704, 0x001E, "a.txt\0"u8.ToArray())))
            .Attribute(2, 0x0006_9002, new byte[14])
            .Attribute(2, 0x0006_9005, TnefWriter.Properties((0x3701, 0x000D, inner), (0x3707, 0x001E, "../x\0"u8.ToArray())))
            .ToArray();
        var (content, mail, part) = await ReadAsync(tnef);
        Assert.Equal(["a.txt", "x"], content!.Files.Select(file => file.FileName));
        Assert.Equal("hello"u8.ToArray(), await ContentAsync(mail, part, content.Files[0]));
        Assert.Equal("inner"u8.ToArray(), await ContentAsync(mail, part, content.Files[1]));
    }

    [Fact]
    public async Task The_body_is_read_and_html_goes_first()
    {
        var plain = new TnefWriter().Attribute(1, 0x0002_800C, Encoding.Latin1.GetBytes("Gr\u00FC\u00DFe\0")).ToArray();
        Assert.Equal(("Grüße", false), BodyOf((await ReadAsync(plain)).Content));
        var wide = new TnefWriter().Body(0x1000, 0x001F, Encoding.Unicode.GetBytes("日本")).ToArray();
        Assert.Equal(("日本", false), BodyOf((await ReadAsync(wide)).Content));
        var html = new TnefWriter().Body(0x1000, 0x001E, "text"u8.ToArray()).Body(0x1013, 0x0102, "<p>ü</p>"u8.ToArray()).ToArray();
        Assert.Equal(("<p>ü</p>", true), BodyOf((await ReadAsync(html)).Content));
    }

    [Fact]
    public async Task A_body_that_is_only_compressed_rich_text_is_read()
    {
        var rtf = RtfPacker.Pack("{\\rtf1\\ansi Gr\\'fc\\'dfe}");
        Assert.Equal(("Grüße", false), BodyOf((await ReadAsync(new TnefWriter().Body(0x1009, 0x0102, rtf).ToArray())).Content));
        var wrapped = RtfPacker.Pack("{\\rtf1\\fromhtml1 {\\*\\htmltag64 <p>}x}");
        Assert.Equal(("<p>x", true), BodyOf((await ReadAsync(new TnefWriter().Body(0x1009, 0x0102, wrapped).ToArray())).Content));
        var both = new TnefWriter().Body(0x1009, 0x0102, rtf).Body(0x1000, 0x001E, "text"u8.ToArray()).ToArray();
        Assert.Equal(("text", false), BodyOf((await ReadAsync(both)).Content));
        var blank = new TnefWriter().Body(0x1000, 0x001E, " \r\n\0"u8.ToArray()).Body(0x1009, 0x0102, rtf).ToArray();
        Assert.Equal(("Grüße", false), BodyOf((await ReadAsync(blank)).Content));
    }

    [Fact]
    public async Task Rich_text_that_cannot_be_unpacked_is_said_to_be_there()
    {
        var rtf = RtfPacker.Pack("{\\rtf1 text}");
        rtf[^1] ^= 1;
        var (content, _, _) = await ReadAsync(new TnefWriter().File("a", [1]).Body(0x1009, 0x0102, rtf).ToArray());
        Assert.True(content is { Body: null, BodyIsDamaged: true, Files.Count: 1 });
        var (huge, _, _) = await ReadAsync(new TnefWriter().Body(0x1009, 0x0102, RtfPacker.Wrap(new byte[17 * 1024 * 1024], 1, 0x414C_454D)).ToArray());
        Assert.True(huge is { Body: null, BodyIsDamaged: true });
        Assert.False((await ReadAsync(new TnefWriter().Body(0x1000, 0x001E, "text"u8.ToArray()).Body(0x1009, 0x0102, rtf).ToArray())).Content!.BodyIsDamaged);
    }

    [Fact]
    public async Task Html_is_read_in_its_own_code_page()
    {
        var html = new TnefWriter().Body(0x1013, 0x0102, [.. "<p>"u8, 0xC4, 0xE0]).Attribute(1, 0x0006_9003, [1, 0, 0, 0, 3, 0, 0xDE, 0x3F, .. BitConverter.GetBytes(1251)]).ToArray();
        Assert.Equal(("<p>Да", true), BodyOf((await ReadAsync(html)).Content));
    }

    [Fact]
    public async Task Every_beginning_of_a_stream_is_refused_or_read_and_never_fails()
    {
        var whole = new TnefWriter().File("a", [1, 2, 3], "b.txt").Body(0x1000, 0x001E, "text"u8.ToArray()).ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            var (content, _, _) = await ReadAsync(whole[..length]);
            Assert.True(content is null || content.Files.Count <= 1);
        }
    }

    [Fact]
    public async Task Any_changed_byte_is_refused_or_read_and_no_file_lies_outside()
    {
        var whole = new TnefWriter().File("a", [1, 2, 3], "b.txt").Body(0x1000, 0x001E, "text"u8.ToArray()).ToArray();
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var value in new byte[] { 0, 0x7F, 0x80, 0xFF })
            {
                var changed = whole.ToArray();
                changed[at] = value;
                var (content, _, part) = await ReadAsync(changed);
                Assert.All(content?.Files ?? [], file => Assert.InRange(file.Start + file.Length, 0, part.DecodedLength));
            }
        }
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0x8000_0000)]
    [InlineData(0x7FFF_FFFF)]
    [InlineData(1000)]
    public async Task An_attribute_that_lies_about_its_length_leaves_a_plain_attachment(uint length)
    {
        var tnef = new TnefWriter().File("a", [1]).Attribute(2, 0x0006_800F, [1, 2, 3], length).ToArray();
        Assert.Null((await ReadAsync(tnef)).Content);
    }

    [Fact]
    public async Task Properties_that_lie_about_count_or_length_leave_a_plain_attachment()
    {
        byte[][] blocks =
        [
            [0xFF, 0xFF, 0xFF, 0xFF],
            [1, 0, 0, 0, 0x1E, 0, 0x07, 0x37, 0xFF, 0xFF, 0xFF, 0xFF],
            [1, 0, 0, 0, 0x1E, 0, 0x07, 0x37, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F],
            [1, 0, 0, 0, 0x14, 0x10, 0x07, 0x37, 0xFF, 0xFF, 0xFF, 0xFF],
            [1, 0, 0, 0, 0x77, 0, 0x07, 0x37],
            [1, 0, 0, 0, 0x1E, 0, 0x07, 0x87, .. new byte[16], 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
        ];
        foreach (var block in blocks)
        {
            Assert.Null((await ReadAsync(new TnefWriter().Attribute(2, 0x0006_9005, block).ToArray())).Content);
        }
    }

    [Fact]
    public async Task Files_and_attributes_have_limits()
    {
        var many = new TnefWriter();
        for (var i = 0; i < 150; i++)
        {
            many.File("a", [1]);
        }

        var (content, _, _) = await ReadAsync(many.ToArray());
        Assert.Equal(100, content!.Files.Count);
        Assert.True(content.TooMany);
        for (var i = 0; i < 20_000; i++)
        {
            many.Attribute(1, 0, []);
        }

        Assert.Null((await ReadAsync(many.ToArray())).Content);
    }

    [Theory]
    [InlineData("application/ms-tnef", "x", true)]
    [InlineData("application/vnd.ms-tnef", "x", true)]
    [InlineData("application/octet-stream", "WinMail.dat", true)]
    [InlineData("application/octet-stream", "x.dat", false)]
    public async Task A_part_is_one_by_its_type_or_its_name(string type, string name, bool expected) =>
        Assert.Equal(expected, TnefContent.Is((await Mails.OutlineOf($"Content-Type: {type}; name={name}", "", "")).Root));

    private static (string?, bool) BodyOf(TnefContent? content) => (content!.Body, content.BodyIsHtml);

    private static async Task<(TnefContent? Content, byte[] Mail, OutlinePart Part)> ReadAsync(byte[] tnef, int width = 76)
    {
        var lines = Convert.ToBase64String(tnef).Chunk(width).Select(line => new string(line));
        var mail = Mails.Bytes("Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64", "", string.Join("\r\n", lines));
        var part = (await Mails.OutlineOf(mail)).Root;
        return (await TnefContent.ReadAsync(new MemoryStream(mail), part, default), mail, part);
    }

    private static async Task<byte[]> ContentAsync(byte[] mail, OutlinePart part, EmbeddedFile file)
    {
        await using var stream = await file.OpenAsync(new MemoryStream(mail), part, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
