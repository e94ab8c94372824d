using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("a@b.example", "|a@b.example")]
    [InlineData("<a@b.example>", "|a@b.example")]
    [InlineData("Anna <a@b.example>", "Anna|a@b.example")]
    [InlineData("\"Meier, Anna\" <a@b.example>, x@y.example", "Meier, Anna|a@b.example", "|x@y.example")]
    [InlineData("\"a \\\"b\\\" c\" <a@b.example>", "a \"b\" c|a@b.example")]
    [InlineData("a@b.example (Anna (the first))", "Anna (the first)|a@b.example")]
    [InlineData("Anna (comment) <a@b.example>", "Anna|a@b.example")]
    [InlineData("Team: a@b.example, Bob <b@b.example>;, c@b.example", "|a@b.example", "Bob|b@b.example", "|c@b.example")]
    [InlineData("undisclosed-recipients:;")]
    [InlineData("=?utf-8?Q?Meier=2C_J=C3=B6rg_=3Cx=40evil=2Eexample=3E?= <a@b.example>", "Meier, Jörg <x@evil.example>|a@b.example")]
    [InlineData("\"=?utf-8?Q?J=C3=B6rg?=\" <a@b.example>", "Jörg|a@b.example")]
    [InlineData("<@relay.example,@two.example:a@b.example>", "|a@b.example")]
    [InlineData("< a @ b.example >", "|a@b.example")]
    [InlineData("\"john doe\"@b.example", "|\"john doe\"@b.example")]
    [InlineData("Anna a@b.example", "Anna|a@b.example")]
    [InlineData("a@b.example; c@d.example", "|a@b.example", "|c@d.example")]
    [InlineData("Anna <a@b.example, Bob <b@b.example>", "Anna|a@b.example", "Bob|b@b.example")]
    [InlineData("postmaster", "|postmaster")]
    [InlineData("Just A Name", "Just A Name|")]
    [InlineData(",, ,")]
    [InlineData("\"unclosed", "|unclosed")]
    [InlineData("(unclosed")]
    [InlineData("用户@例子.example", "|用户@例子.example")]
    [InlineData("An\u202Ena <a\u200B@b.example>", "Anna|a@b.example")]
    public void Addresses_are_read(string value, params string[] expected) =>
        Assert.Equal(expected, AddressList.Parse(value).Select(address => $"{address.Name}|{address.Address}"));

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(AddressList.Parse(null));

    [Theory]
    [InlineData("Anna@Example.ORG", "anna@example.org")]
    [InlineData("a.b+c=d@x-y.example", "a.b+c=d@x-y.example")]
    [InlineData("\"a.b\"@example.org", "a.b@example.org")]
    [InlineData("\"a..b\"@example.org", "\"a..b\"@example.org")]
    [InlineData("jörg@bücher.example", "jörg@xn--bcher-kva.example")]
    [InlineData("a@BÜCHER.example", "a@xn--bcher-kva.example")]
    [InlineData("a@localhost", "a@localhost")]
    public void An_address_for_the_envelope_is_normalised(string address, string expected)
    {
        Assert.True(AddressList.TryParseAddrSpec(address, out var normalized));
        Assert.Equal(expected, normalized);
        Assert.True(AddressList.TryParseAddrSpec(normalized, out var again));
        Assert.Equal(expected, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("@b.example")]
    [InlineData("a@")]
    [InlineData("a@b@c.example")]
    [InlineData("a b@c.example")]
    [InlineData("a@b.example ")]
    [InlineData("a@b.example\r\nBcc: x@y.example")]
    [InlineData("a\0@b.example")]
    [InlineData("a@b.example>")]
    [InlineData("<a@b.example>")]
    [InlineData("a,b@c.example")]
    [InlineData(".a@b.example")]
    [InlineData("a..b@c.example")]
    [InlineData("a@b..example")]
    [InlineData("a@.example")]
    [InlineData("a@b.example.")]
    [InlineData("a@-b.example")]
    [InlineData("a@b_c.example")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@127.0.0.1")]
    [InlineData("\"a@b\"@c.example")]
    [InlineData("\"a b\"@c.example")]
    [InlineData("\"a\"b\"@c.example")]
    [InlineData("\"\"@c.example")]
    [InlineData("\"a\\\"@c.example")]
    [InlineData("a\u202E@b.example")]
    [InlineData("a\u00A0@b.example")]
    [InlineData("a\uD800@b.example")]
    [InlineData("a@b\u3002\u3002example")]
    public void What_is_no_single_address_is_refused(string address)
    {
        Assert.False(AddressList.TryParseAddrSpec(address, out var normalized));
        Assert.Equal("", normalized);
    }

    [Theory]
    [InlineData(64, 60, true)]
    [InlineData(65, 60, false)]
    [InlineData(1, 63, true)]
    [InlineData(1, 64, false)]
    public void Long_addresses_are_refused(int local, int label, bool accepted) =>
        Assert.Equal(accepted, AddressList.TryParseAddrSpec($"{new string('a', local)}@{new string('b', label)}.example", out _));
}
