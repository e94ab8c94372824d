using Portal.Core.Outbox.Mails;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Alice Example", "Alice Example")]
    [InlineData("  Alice \t\r\n Example ", "Alice Example")]
    [InlineData("A\u202Elic\u200Be\0\u0007", "Alice")]
    [InlineData("Jörg Müller-Lüdenscheidt (Example AG)", "Jörg Müller-Lüdenscheidt (Example AG)")]
    [InlineData("Meier, Anna", "Meier, Anna")]
    public void A_common_name_is_shown(string name, string shown) => Assert.Equal(shown, ShownName.Of(name));

    [Theory]
    [InlineData("")]
    [InlineData(" \u200E ")]
    [InlineData("http://evil.example")]
    [InlineData("Log in at evil.example")]
    [InlineData("evil.\u200Bexample")]
    [InlineData("evil．example")]
    [InlineData("bank@evil.example")]
    [InlineData("bank＠evil")]
    [InlineData("//evil")]
    [InlineData(@"\\evil\share")]
    [InlineData("10.0.0.1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("WWW")]
    public void What_could_lead_somewhere_is_not(string name) => Assert.Null(ShownName.Of(name));

    [Fact]
    public void A_long_name_is_cut_without_halving_a_character()
    {
        var shown = ShownName.Of(string.Concat(Enumerable.Repeat("😀", 100)))!;
        Assert.Equal(60, shown.EnumerateRunes().Count());
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', shown);
    }

    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("a.l+i_ce@example.com", "a.l+i_ce@example.com")]
    [InlineData("\"http://evil/ x\"@example.com", "_http___evil__x_@example.com")]
    [InlineData("a\r\nli\u202Ece@example.com", "a_lice@example.com")]
    [InlineData("a@b@example.com", "a_b@example.com")]
    public void An_address_is_nothing_but_one_address(string address, string shown) => Assert.Equal(shown, ShownAddress.Of(address));

    [CorpusFact("text-naughty-strings")]
    public void Naughty_strings_stay_on_one_line_and_bring_no_markup()
    {
        var strings = Directory.EnumerateFiles(Corpora.PathOf("text-naughty-strings"), "*.txt", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Where(line => line.Length > 0).ToList();
        Assert.NotEmpty(strings);
        var plain = new RawMail(Samples.Mail(Samples.Notice with { SenderName = "" }));
        var tags = plain.Html.Count(c => c == '<');
        Assert.All(strings, text =>
        {
            var mail = new RawMail(Samples.Mail(Samples.Notice with { SenderName = text }));
            Assert.InRange(mail.TextLines.Length, plain.TextLines.Length, plain.TextLines.Length + 1);
            Assert.InRange(mail.Html.Count(c => c == '<') - tags, 0, 4);
            Assert.Equal(plain.Headers.Length, mail.Headers.Length);
        });
    }
}
