using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class PasswordPolicyTests
{
    private const string Address = "anna.recipient@clinic.example.org";
    private const string Name = "Anna Recipient";

    private static readonly PasswordOwner Anna = new() { Tenant = "default", Address = Address, Name = Name, HasSecondFactor = false };

    [Theory]
    [InlineData("eleven quiet herons")]
    [InlineData("fünfzehn Zeichen")]
    [InlineData("mmtqzsgrzklvbwp")]
    [InlineData("my anna.recipient on the hill")] // the word may stand in it, enough is left
    [InlineData("the password of summer rain")]
    [InlineData("abcdefghijklmno and a hat")]
    [InlineData("😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰")]
    [InlineData("パスワードは鷺が十一羽静かに立つ")]
    [InlineData("half a pair \uD800 here")]
    [InlineData("a noncharacter \uFFFE here")]
    public async Task A_long_one_with_something_of_its_own_is_good(string password) => Assert.Null(await CheckAsync(password));

    [Theory]
    [InlineData("")]
    [InlineData("Tr0ub4dor&3")]
    [InlineData("fourteen chars")]
    [InlineData("😀😁😂🤣😃😄😅😆😉😊😋😎😍😘")] // 14 characters though 28 UTF-16 units
    public async Task A_short_one_is_refused(string password) => Assert.Equal(PasswordWeakness.TooShort, await CheckAsync(password));

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
    [InlineData("P@ssw0rd2026!!!")]
    [InlineData("correct horse battery staple")]
    public async Task One_that_everybody_tries_is_refused(string password) =>
        Assert.Equal(PasswordWeakness.Common, await CheckAsync(password));

    [Theory]
    [InlineData(Address)]
    [InlineData("ANNA.RECIPIENT@CLINIC.EXAMPLE.ORG1234567")]
    [InlineData("anna.recipient2026!")]
    [InlineData("4nn4-r3c1p13nt2026")]
    [InlineData("Anna Recipient1")]
    [InlineData("xx Anna Recipient")]
    [InlineData("Recipient, Anna")]
    [InlineData("annarecipientpassword1")]
    [InlineData("clinic.example.2026")]
    public async Task The_address_or_the_name_is_refused(string password) =>
        Assert.Equal(PasswordWeakness.LikeAddressOrName, await CheckAsync(password));

    [Theory]
    [InlineData("Northwind Bank 26")]
    [InlineData("northwind northwind!")]
    [InlineData("secure portal mail 2026")]
    [InlineData("mail.north.example")]
    [InlineData("securemail.north")]
    public async Task The_name_of_the_portal_and_of_its_trade_is_refused(string password) => Assert.Equal(
        PasswordWeakness.LikePortal,
        await CheckAsync(password, Anna, ("Tenants:default:DisplayName", "Northwind Bank"), ("Portal:PublicUrl", "https://mail.north.example")));

    [Theory]
    [InlineData("bcdf-ghjk-mnpq-rstv")]
    [InlineData("BCDF ghjk MNPQ rstv!")]
    [InlineData("my own: bcdfghjkmnpqrstv")]
    public async Task The_initial_password_is_refused(string password) => Assert.Equal(
        PasswordWeakness.LikeInitialPassword, await CheckAsync(password, Anna with { InitialPassword = "bcdf-ghjk-mnpq-rstv" }));

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, null)]
    [InlineData(1001, PasswordWeakness.TooLong)]
    [InlineData(10_000_000, PasswordWeakness.TooLong)]
    public async Task A_thousand_characters_are_the_most(int length, PasswordWeakness? weakness) =>
        Assert.Equal(weakness, await CheckAsync("eleven quiet herons ".PadRight(20, '.') + new string('z', length - 20)));

    [Theory]
    [InlineData("8", "h3ron!Qx", null)]
    [InlineData("8", "h3ron!Q", PasswordWeakness.TooShort)]
    [InlineData("20", "eleven quiet herons", PasswordWeakness.TooShort)]
    [InlineData("20", "eleven quiet herons!", null)]
    public async Task The_tenant_says_how_short_one_may_be(string minimum, string password, PasswordWeakness? weakness) =>
        Assert.Equal(weakness, await CheckAsync(password, Anna, ("Tenants:default:PasswordMinimumLength", minimum)));

    [Theory]
    [InlineData("8", "h3ron!Qx", null)]
    [InlineData("8", "h3ron!Q", PasswordWeakness.TooShort)]
    [InlineData("10", "h3ron!Qxy", PasswordWeakness.TooShort)]
    [InlineData("10", "h3ron!Qxyz", null)]
    public async Task Beside_a_second_factor_a_shorter_one_is_enough(string minimum, string password, PasswordWeakness? weakness) => Assert.Equal(
        weakness,
        await CheckAsync(
            password, Anna with { HasSecondFactor = true }, ("Tenants:default:PasswordMinimumLengthWithSecondFactor", minimum)));

    [Fact]
    public async Task An_empty_name_forbids_nothing() =>
        Assert.Null(await CheckAsync("eleven quiet herons", Anna with { Name = "", Address = "a@b" }));

    internal static Task<PasswordWeakness?> CheckAsync(string password, PasswordOwner owner, params (string Key, string Value)[] settings) =>
        Installation.Services("unused", settings).AddPortalReading().BuildServiceProvider()
            .GetRequiredService<PasswordPolicy>().CheckAsync(password, owner, CancellationToken.None);

    private static Task<PasswordWeakness?> CheckAsync(string password) => CheckAsync(password, Anna);
}
