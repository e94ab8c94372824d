using System.Text;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class CharsetsTests
{
    public static TheoryData<string> Known { get; } =
        new(CodePagesEncodingProvider.Instance.GetEncodings().Concat(Encoding.GetEncodings()).Select(encoding => encoding.Name).Where(name => name.Length > 0).Distinct());

    [Theory]
    [MemberData(nameof(Known))]
    public async Task Every_encoding_that_the_platform_knows_can_be_read(string name)
    {
        var mail = Mails.Bytes($"Content-Type: text/plain; charset=\"{name}\"", "", "x");
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] body = [.. mail[..^1], .. encoding.GetBytes("Abc 123")];
        var text = await PartContent.ReadTextAsync(new MemoryStream(body), (await Mails.OutlineOf(body)).Root, 100, default);
        Assert.Equal("Abc 123", text);
    }

    [Theory]
    [InlineData("utf-8", 65001)]
    [InlineData("UTF-16", 1200)]
    [InlineData("utf-16le", 1200)]
    [InlineData("utf-16be", 1201)]
    [InlineData("unicodeFFFE", 1201)]
    [InlineData("utf-32", 12000)]
    [InlineData("UTF-32LE", 12000)]
    [InlineData("UTF-32BE", 12001)]
    public async Task Unicode_is_read_in_all_its_forms_with_and_without_a_mark_and_as_a_word_in_a_header(string name, int page)
    {
        const string Text = "Grüße, 日本, \U0001F600";
        var encoding = Encoding.GetEncoding(page);
        foreach (var (charset, mark) in new[] { (name, Array.Empty<byte>()), (name, encoding.GetPreamble()), ("iso-8859-1", encoding.GetPreamble()) })
        {
            byte[] mail = [.. Mails.Bytes($"Content-Type: text/plain; charset={charset}", "", ""), .. mark, .. encoding.GetBytes(Text)];
            Assert.Equal(Text, await PartContent.ReadTextAsync(new MemoryStream(mail), (await Mails.OutlineOf(mail)).Root, 100, default));
        }

        Assert.Equal(Text, HeaderText.Decode($"=?{name}?B?{Convert.ToBase64String(encoding.GetBytes(Text))}?="));
        Assert.Equal(Text, Charsets.ByCodePage(page).GetString(encoding.GetBytes(Text)));
    }

    [Theory]
    [InlineData("utf-32be", new byte[] { 0, 0, 0, 0x41, 0, 0x11, 0, 0, 0, 0, 0, 0x42 }, "A\uFFFDB")]
    [InlineData("utf-32be", new byte[] { 0, 0, 0, 0x41, 0, 0 }, "A\uFFFD")]
    [InlineData("utf-32", new byte[] { 0x41, 0, 0, 0, 0, 0xD8, 0, 0 }, "A\uFFFD")]
    public async Task What_is_no_character_is_replaced(string name, byte[] body, string expected)
    {
        byte[] mail = [.. Mails.Bytes($"Content-Type: text/plain; charset={name}", "", ""), .. body];
        Assert.Equal(expected, await PartContent.ReadTextAsync(new MemoryStream(mail), (await Mails.OutlineOf(mail)).Root, 100, default));
    }

    [Theory]
    [InlineData("cp437", 0x81, "ü")]
    [InlineData("IBM-850", 0x81, "ü")]
    [InlineData("x-cp1251", 0xE6, "ж")]
    [InlineData("windows_1251", 0xE6, "ж")]
    [InlineData("ms1250", 0xE8, "č")]
    [InlineData("ISO8859-2", 0xE8, "č")]
    [InlineData("ISO_8859-2", 0xE8, "č")]
    [InlineData("8859_2", 0xE8, "č")]
    [InlineData("latin2", 0xE8, "č")]
    [InlineData("iso-8859-15", 0xA4, "€")]
    [InlineData("iso8859_1", 0x80, "€")]
    [InlineData("koi8-r", 0xD6, "ж")]
    [InlineData("koi8-u", 0xA6, "і")]
    [InlineData("macintosh", 0x8A, "ä")]
    [InlineData("nobody-knows", 0xE4, "ä")]
    [InlineData("iso-8859-16", 0xE4, "ä")]
    [InlineData("cp99999", 0xE4, "ä")]
    [InlineData("cp0", 0xE4, "ä")]
    [InlineData("cp999999999999", 0xE4, "ä")]
    [InlineData("windows-", 0xE4, "ä")]
    [InlineData("utf-7", 0xE4, "ä")]
    public async Task Other_spellings_are_understood_and_the_unknown_falls_back(string name, int letter, string expected)
    {
        byte[] mail = [.. Mails.Bytes($"Content-Type: text/plain; charset={name}", "", ""), (byte)letter];
        Assert.Equal(expected, await PartContent.ReadTextAsync(new MemoryStream(mail), (await Mails.OutlineOf(mail)).Root, 100, default));
    }

    [Theory]
    [InlineData("text/html", "<head><META http-equiv=Content-Type content=\"text/html; charset=windows-1251\">\u00E6", "ж")]
    [InlineData("text/html; charset=us-ascii", "<meta charset='koi8-r'>\u00D6", "ж")]
    [InlineData("text/html; charset=iso-8859-1", "<meta charset=koi8-r>\u00D6", "Ö")]
    [InlineData("text/html", "<meta charset=utf-16>\u00D6", "Ö")]
    [InlineData("text/html", "<meta charset=utf-32be>\u00D6", "Ö")]
    [InlineData("text/html", "<meta charset=utf-7>\u00D6+ADw-", "Ö+ADw-")]
    [InlineData("text/html", "<meta charset>\u00D6", "Ö")]
    [InlineData("text/html", "charset=koi8-r>\u00D6", "Ö")]
    [InlineData("text/html", "<meta charset=koi8-r>\u00D0\u00B6", "ж")]
    [InlineData("text/plain", "<meta charset=koi8-r>\u00D6", "Ö")]
    public async Task What_html_says_of_itself_counts_where_nothing_else_does(string type, string body, string end)
    {
        var mail = Mails.Bytes($"Content-Type: {type}", "", body);
        Assert.EndsWith(">" + end, await PartContent.ReadTextAsync(new MemoryStream(mail), (await Mails.OutlineOf(mail)).Root, 1000, default), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shift_in_one_encoded_word_or_text_never_reaches_into_another()
    {
        // ISO-2022-JP that forgets to shift back (RFC 1468): what follows is read as if nothing had been before it.
        Assert.Equal("日 abc", HeaderText.Decode("=?iso-2022-jp?B?GyRCRnw=?= abc"));
        Assert.Equal("日é", HeaderText.Decode("=?iso-2022-jp?B?GyRCRnw=?= =?utf-8?B?w6k=?="));
        Assert.Equal("F|", HeaderText.Decode("=?iso-2022-jp?Q?F=7C?="));
    }
}
