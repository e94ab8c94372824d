using Portal.Core.Accounts;
using Portal.Core.Tests.Tenants;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class PasswordPolicyTests
{
    private const string Address = "anna.recipient@example.org";
    private const string Name = "Anna Recipient";

    private readonly PasswordPolicy _policy = new(Configured.Tenants());

    [Theory]
    [InlineData("eleven quiet herons")]
    [InlineData("fünfzehn Zeichen")]
    [InlineData("mmtqzsgrzklvbwp")]
    [InlineData("my anna.recipient on the hill")] // the word may stand in it, enough is left
    [InlineData("abcdefghijklmno and a hat")]
    [InlineData("😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰")]
    [InlineData("パスワードは鷺が十一羽静かに立つ")]
    [InlineData("half a pair \uD800 here")]
    public void A_long_one_with_something_of_its_own_is_good(string password) => Assert.Null(Check(password));

    [Theory]
    [InlineData("")]
    [InlineData("Tr0ub4dor&3")]
    [InlineData("fourteen chars")]
    [InlineData("😀😁😂🤣😃😄😅😆😉😊😋😎😍😘")] // 14 characters though 28 UTF-16 units
    public void A_short_one_is_refused(string password) => Assert.Equal(PasswordWeakness.TooShort, Check(password));

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ababababababababab")]
    [InlineData("aabbaabbccddccddaabb")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("ABCDEFGHIJKLMNOP")]
    [InlineData("klmnopqrstuvwxyzabc")]
    [InlineData("0123456789012345")]
    [InlineData("123456789012345")]
    [InlineData("qwertyuiopasdfgh")]
    [InlineData("qwertzuiopasdfgh")]
    [InlineData("QwertyUiopAsdfgh")]
    [InlineData("passwordpassword")]
    [InlineData("PasswordPassword")]
    [InlineData("herons!herons!herons!")]
    [InlineData("secretsecretsecret")]
    public void One_that_everybody_tries_is_refused(string password) => Assert.Equal(PasswordWeakness.Common, Check(password));

    [Theory]
    [InlineData("anna.recipient@example.org")]
    [InlineData("ANNA.RECIPIENT@EXAMPLE.ORG1234567")]
    [InlineData("anna.recipient2026!")]
    [InlineData("Anna Recipient1")]
    [InlineData("xx Anna Recipient")]
    public void The_address_or_the_name_is_refused(string password) =>
        Assert.Equal(PasswordWeakness.LikeAddressOrName, Check(password));

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, null)]
    [InlineData(1001, PasswordWeakness.TooLong)]
    [InlineData(10_000_000, PasswordWeakness.TooLong)]
    public void A_thousand_characters_are_the_most(int length, PasswordWeakness? weakness) =>
        Assert.Equal(weakness, Check("eleven quiet herons ".PadRight(20, '.') + new string('z', length - 20)));

    [Theory]
    [InlineData("8", "h3ron!Qx", null)]
    [InlineData("8", "h3ron!Q", PasswordWeakness.TooShort)]
    [InlineData("20", "eleven quiet herons", PasswordWeakness.TooShort)]
    [InlineData("20", "eleven quiet herons!", null)]
    public void The_tenant_says_how_short_one_may_be(string minimum, string password, PasswordWeakness? weakness) => Assert.Equal(
        weakness,
        new PasswordPolicy(Configured.Tenants(("PasswordMinimumLength", minimum))).Check(password, "default", Address, Name));

    [Fact]
    public void An_empty_name_forbids_nothing() => Assert.Null(_policy.Check("eleven quiet herons", "default", "a@b", ""));

    private PasswordWeakness? Check(string password) => _policy.Check(password, "default", Address, Name);
}
