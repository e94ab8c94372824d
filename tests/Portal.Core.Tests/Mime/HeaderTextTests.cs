using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Bern", "Grüße aus Bern")]
    [InlineData("=?UTF-8?b?R3LDvMOfZQ==?=", "Grüße")]
    [InlineData("=?utf-8?B?ww==?= =?utf-8?B?qQ==?=", "é")]
    [InlineData("=?utf-8?Q?=C3?= \t =?utf-8?Q?=A9?=", "é")]
    [InlineData("=?utf-8?Q?a?= =?iso-8859-1?Q?=E4?=", "aä")]
    [InlineData("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c")]
    [InlineData("=?iso-8859-1*de?Q?=E4?=", "ä")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?utf-8?Q?How_are_you??=", "How are you?")]
    [InlineData("=?nobody?Q?a?=", "=?nobody?Q?a?=")]
    [InlineData("=?utf-8?X?a?=", "=?utf-8?X?a?=")]
    [InlineData("=?utf-8?Q?a", "=?utf-8?Q?a")]
    [InlineData("=?utf-8?Q??=x", "x")]
    [InlineData("(=?utf-8?Q?a?=)", "(a)")]
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_x?=", "aBcc: x")]
    [InlineData("a\u202Etxt.exe\u0007\tb", "atxt.exe b")]
    [InlineData("=?utf-8?Q?=E2=80=AEx=E2=81=A6?=", "x")]
    public void Encoded_words_are_decoded(string raw, string expected) => Assert.Equal(expected, HeaderText.Decode(raw));

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("a\uFFFDb", HeaderText.Decode("a\uD800b"));

    [Theory]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("1 Jul 2003 10:52 +0200", "2003-07-01T10:52:00+02:00")]
    [InlineData("Thu, 13 Feb 1969 23:32:54 -0330 (Newfoundland Time)", "1969-02-13T23:32:54-03:30")]
    [InlineData("Thu,\t13 (a (b) c) Feb 1969 23:32 -0330", "1969-02-13T23:32:00-03:30")]
    [InlineData("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00")]
    [InlineData("Fri, 21 Nov 25 09:55:06 EDT", "2025-11-21T09:55:06-04:00")]
    [InlineData("Fri, 21 Nov 125 09:55:06 Z", "2025-11-21T09:55:06+00:00")]
    [InlineData("Sat Jun 15 21:49:08 1996", "1996-06-15T21:49:08+00:00")]
    [InlineData("Tue, 10-Mar-2020 01:02:03 +0100", "2020-03-10T01:02:03+01:00")]
    [InlineData("Tue, 30 June 2015 23:59:60 +0000", "2015-06-30T23:59:59+00:00")]
    [InlineData("Tue, 10 Mar 2020 01:02:03", "2020-03-10T01:02:03+00:00")]
    [InlineData("Tue, 10 Mar 2020 01:02:03 +9999", "2020-03-10T01:02:03+00:00")]
    public void Dates_of_all_ages_are_read(string raw, string expected)
    {
        var date = HeaderText.Date(raw);
        Assert.Equal(expected, date?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("Thu, 32 Jan 2020 00:00:00 +0000")]
    [InlineData("Thu, 30 Feb 2020 00:00:00 +0000")]
    [InlineData("Thu, 3 Foo 2020 00:00:00 +0000")]
    [InlineData("Thu, 3 Jan 99999 00:00:00 +0000")]
    [InlineData("Thu, 3 Jan 2020 25:00:00 +0000")]
    [InlineData("3 Jan 2020")]
    [InlineData("- - - - -")]
    public void What_is_no_date_gives_none(string? raw) => Assert.Null(HeaderText.Date(raw));
}
