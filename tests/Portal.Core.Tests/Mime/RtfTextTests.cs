using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class RtfTextTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "\\", "\\*", "\\'", "\\'e4", "\\u8364?", "\\u-10179", "\\uc0 ", "\\uc9 ", "\\bin5 ", "\\bin-1 ", "\\bin99999999999", "\\par ", "\\tab", "\\f1", "\\fonttbl", "\\fcharset128", "\\fromhtml1",
        "\\htmlrtf ", "\\htmlrtf0 ", "{\\*\\htmltag64 <p>}", "\\field", "{\\*\\fldinst HYPERLINK \"x\"}", "\\ansicpg932 ", "\\cpg65001", "\\ansicpg-5", "\\pict", "text", " ", "\r\n", "\u00E4", "\0", "-1", "\\plain",
    ];

    [Theory]
    [InlineData(@"{\rtf1\ansi\ansicpg1252\fromtext \deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl\red0;}\uc1\pard\plain\deftab360 \f0\fs20 Dear Bob,\par" + "\r\n" + @"see you.\par}", "Dear Bob,\nsee you.\n")]
    [InlineData(@"{\rtf1\ansi Gr\'fc\'dfe \{a\\b\} \emdash  5\~\'80}", "Grüße {a\\b} — 5\u00A0€")]
    [InlineData(@"{\rtf1\ansi\uc1 \u8364?\u-10179?\u-8704?\uc2\u26085\'93\'fax\uc0\u26412y}", "€😀日x本y")]
    [InlineData(@"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\f0 \'e4{\f1 \'c4\'e0}\'e4\f2 \'93\'fa\plain\'e4}", "äДаä日ä")]
    [InlineData(@"{\rtf1\ansi\ansicpg1251 \'c4\'e0{\pict\wmetafile8 0102abcd}{\*\unknown gone {\b gone}}{\info{\title gone}}!}", "Да!")]
    [InlineData(@"{\rtf1 a{\pict\bin4 }{}x}b}", "ab")]
    [InlineData(@"{\rtf1 see {\field{\*\fldinst{HYPERLINK ""https://b.example/?a=1"" }}{\fldrslt{\ul here}}}, or {\field{\*\fldinst HYPERLINK ""https://c.example""}{\fldrslt https://c.example}}}", "see here <https://b.example/?a=1>, or https://c.example")]
    [InlineData(@"{\rtf1{\pntext\'b7\tab}{\*\pn\pnlvlblt{\pntxtb\'b7}}one\line two\cell three\row}", "·\tone\ntwo\tthree\n")]
    [InlineData(@"no rich text", "no rich text")]
    [InlineData(@"}}}a}b{c", "abc")]
    [InlineData(@"{\rtf1 a\", "a\\")]
    public void The_words_are_read(string rtf, string expected) => Assert.Equal(expected, Read(rtf).Text);

    [Fact]
    public void Html_that_was_wrapped_comes_out_again()
    {
        // As Exchange writes it (MS-OXRTFEX §2.1): what an ordinary reader of rich text would show is not part of it.
        var rtf = Read("""
            {\rtf1\ANSI\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fmodern Courier New;}}{\colortbl\red0\green0\blue0;}\uc1\pard\plain\f0
            {\*\htmltag18 <html>}{\*\htmltag64 <p>}\htmlrtf \par {\htmlrtf0 Gr\'fc\'dfe {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 {\*\htmltag84 <b class="x\{y\}">}\htmlrtf {\b \htmlrtf0 Bob{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0
            {\*\mhtmltag84 <img src="gone">}{\*\htmltag84 <img alt="\u8364?">}{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 \par{\*\htmltag27 </html>}}
            """);
        Assert.True(rtf.IsHtml);
        Assert.Equal("<html><p>Grüße &lt;<b class=\"x{y}\">Bob</b><img alt=\"€\"></p>\n</html>", rtf.Text);
    }

    [Fact]
    public void Any_soup_is_read_and_never_fails() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        soup => Read(soup).Text.Length <= 2 * soup.Length).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{}")]
    [InlineData("{\\field ")]
    [InlineData("\\u9")]
    [InlineData("\\a")]
    [InlineData("\\'e4\\u9\\uc0")]
    [InlineData("\\f1\\'e4\\plain\\'e4")]
    [InlineData("{\\fonttbl\\f1\\fcharset2}")]
    [InlineData("{\\*\\fldinst HYPERLINK \"x\"")]
    public async Task A_bomb_is_read_in_seconds(string piece)
    {
        var rtf = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, 20_000_000 / piece.Length)) + "last");
        var text = await Soon.EndsAsync(() => RtfText.Read(rtf).Text);
        Assert.InRange(text.Length, 0, RtfText.MostChars);
    }

    [Fact]
    public void Text_in_a_thousand_groups_and_more_is_still_read() =>
        Assert.Equal("ab", Read(new string('{', 100_000) + "a" + new string('}', 100_000) + "b").Text);

    private static RtfText Read(string rtf) => RtfText.Read(Encoding.Latin1.GetBytes(rtf));
}
