using System.Security.Cryptography;
using System.Text;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class PartContentTests
{
    [Theory]
    [InlineData("aGVsbG8=", "hello")]
    [InlineData("aGVs\r\nbG8=\r\n", "hello")]
    [InlineData("aGVsbG8", "hello")]
    [InlineData("aGV-sb G8=", "hello")]
    [InlineData("aGVsbG8=\r\naGVsbG8=", "hellohello")]
    [InlineData("YQ==YWI=YWJj", "aababc")]
    [InlineData("A", "")]
    [InlineData("====", "")]
    [InlineData("", "")]
    public async Task Base64_is_decoded_whatever_stands_between(string body, string expected) => await Decodes("base64", body, expected);

    [Theory]
    [InlineData("a=3Db", "a=b")]
    [InlineData("a=\r\nb", "ab")]
    [InlineData("a= \t\r\nb", "ab")]
    [InlineData("a=\nb", "ab")]
    [InlineData("a  \r\nb\t", "a\r\nb")]
    [InlineData("a \r\n", "a\r\n")]
    [InlineData("a=3 b=", "a=3 b")]
    [InlineData("=3d=3D=zz=", "===zz")]
    [InlineData("=4", "=4")]
    [InlineData("a=20\r\nb", "a \r\nb")]
    [InlineData("a \rb", "a \rb")]
    [InlineData("=\r=\r\n\n", "=\r\n")]
    public async Task Quoted_printable_is_decoded(string body, string expected) => await Decodes("quoted-printable", body, expected);

    [Theory]
    [InlineData("quoted-printable", " \t=\r\nab3D", 1)]
    [InlineData("base64", "AbC=+/\r\n9-", 2)]
    [InlineData("base64", "AbCdEf \t\r\n", 3)]
    [InlineData("base64", "AbCdEfGhIjKlMnOp=", 4)]
    public async Task Random_bodies_decode_to_their_counted_length(string encoding, string letters, int seed)
    {
        for (var round = 0; round < 300; round++)
        {
            var noise = SHA512.HashData(Encoding.ASCII.GetBytes($"{seed} {round}"));
            var body = string.Concat(Enumerable.Range(0, round * 3).Select(i => letters[noise[i % 64] * (i / 64 + 1) % letters.Length]));
            var mail = Mails.Bytes($"Content-Transfer-Encoding: {encoding}", "", body);
            var part = (await OutlineReader.ReadAsync(new DrippingStream(mail, (round % 7) + 1), OutlineOptions.Default, default)).Root;
            Assert.Equal(part.DecodedLength, (await Mails.Content(mail, part)).Length);
        }
    }

    [Fact]
    public async Task White_space_without_end_is_decoded_alike_by_counter_and_decoder()
    {
        foreach (var length in new[] { 1023, 1024, 1025, 2048, 5000, 40_000, 70_000 })
        {
            var mail = Mails.Bytes("Content-Transfer-Encoding: quoted-printable", "", "a" + new string(' ', length), "b");
            var part = (await Mails.OutlineOf(mail)).Root;
            var content = await Mails.ContentText(mail, part);
            Assert.Equal(part.DecodedLength, content.Length);
            Assert.EndsWith("\r\nb", content, StringComparison.Ordinal);
            Assert.True(length > 1023 || content == "a\r\nb");
        }
    }

    [Theory]
    [InlineData(76, "\r\n")]
    [InlineData(64, "\n")]
    [InlineData(4, "\r\n")]
    [InlineData(1_000_000, "\r\n")]
    public async Task Even_lines_of_base64_can_be_read_from_anywhere(int width, string lineBreak)
    {
        var content = RandomNumberGenerator.GetBytes(100_003);
        var lines = Convert.ToBase64String(content).Chunk(width).Select(line => new string(line));
        var mail = Mails.Bytes("Content-Transfer-Encoding: base64", "", string.Join(lineBreak, lines) + lineBreak);
        var part = (await Mails.OutlineOf(mail)).Root;
        await using var stream = PartContent.OpenDecoded(new MemoryStream(mail), part);

        Assert.True(stream.CanSeek);
        Assert.Equal(content.Length, stream.Length);
        foreach (var from in new[] { 0, 1, 2, 3, 56, 57, 58, 99_999, 50_000, 100_002, 100_003, 7 })
        {
            stream.Position = from;
            var piece = new byte[Math.Min(1000, content.Length - from)];
            await stream.ReadExactlyAsync(piece);
            Assert.Equal(content[from..(from + piece.Length)], piece);
        }
    }

    [Theory]
    [InlineData("QUJD\r\nQUI=\r\nQUJD")]
    [InlineData("QUJD\r\nQUJDQUJD")]
    [InlineData("QUJD\r\nQU\r\nQUJD")]
    [InlineData("\r\nQUJD")]
    [InlineData("QUJD\nQUJD\r\nQUJD")]
    [InlineData("QUJD \r\nQUJD")]
    [InlineData("QUJ\r\nQUJD")]
    public async Task Uneven_lines_of_base64_are_read_from_front_to_back(string body)
    {
        var mail = Mails.Bytes("Content-Transfer-Encoding: base64", "", body);
        await using var stream = PartContent.OpenDecoded(new MemoryStream(mail), (await Mails.OutlineOf(mail)).Root);
        Assert.False(stream.CanSeek);
        Assert.Throws<NotSupportedException>(() => stream.Position = 1);
    }

    [Theory]
    [InlineData("utf-8", "C3A4E282AC", "ä€")]
    [InlineData("iso-8859-1", "E480", "ä€")]
    [InlineData("iso-8859-15", "A4", "€")]
    [InlineData("windows-1251", "EFF0E8", "при")]
    [InlineData("koi8-r", "D0D2C9", "при")]
    [InlineData("gb2312", "C4E3BAC3", "你好")]
    [InlineData("shift_jis", "93FA967B", "日本")]
    [InlineData("iso-2022-jp", "1B2442467C4B5C1B2842", "日本")]
    [InlineData("euc-kr", "C7D1", "한")]
    [InlineData("us-ascii", "C3A4", "ä")]
    [InlineData("us-ascii", "E4", "ä")]
    [InlineData("no-such-set", "C3A4", "ä")]
    [InlineData("no-such-set", "E4", "ä")]
    [InlineData("iso-8859-1", "EFBBBFC3A4", "ä")]
    [InlineData("utf-8", "FFFEE400", "ä")]
    [InlineData("utf-8", "61FF62", "a\uFFFDb")]
    public async Task Text_is_read_in_its_character_set(string charset, string hex, string expected)
    {
        byte[] mail = [.. Mails.Bytes($"Content-Type: text/plain; charset=\"{charset}\"", "", ""), .. Convert.FromHexString(hex)];
        var part = (await Mails.OutlineOf(mail)).Root;
        Assert.Equal(expected, await PartContent.ReadTextAsync(new MemoryStream(mail), part, 100, default));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "ä")]
    [InlineData(2, "ä")]
    [InlineData(3, "ä😀")]
    public async Task Text_is_cut_between_characters(int most, string expected)
    {
        byte[] mail = [.. Mails.Bytes("Content-Type: text/plain; charset=utf-8", "", ""), .. Encoding.UTF8.GetBytes("ä😀" + new string('x', 500))];
        Assert.Equal(expected, await PartContent.ReadTextAsync(new MemoryStream(mail), (await Mails.OutlineOf(mail)).Root, most, default));
    }

    [Fact]
    public async Task The_message_stays_open_or_not_as_asked()
    {
        var mail = Mails.Bytes("", "text");
        var part = (await Mails.OutlineOf(mail)).Root;
        var message = new MemoryStream(mail);
        await PartContent.OpenDecoded(message, part, leaveOpen: true).DisposeAsync();
        Assert.True(message.CanRead);
        await PartContent.OpenDecoded(message, part).DisposeAsync();
        Assert.False(message.CanRead);
    }

    private static async Task Decodes(string encoding, string body, string expected)
    {
        var mail = Mails.Bytes($"Content-Transfer-Encoding: {encoding}", "", body);
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            var part = (await OutlineReader.ReadAsync(new DrippingStream(mail, size), OutlineOptions.Default, default)).Root;
            await using var decoded = PartContent.OpenDecoded(new DrippingStream(mail, size), part);
            using var bytes = new MemoryStream();
            await decoded.CopyToAsync(bytes);
            Assert.Equal(expected, Encoding.Latin1.GetString(bytes.ToArray()));
            Assert.Equal(expected.Length, part.DecodedLength);
        }
    }
}
