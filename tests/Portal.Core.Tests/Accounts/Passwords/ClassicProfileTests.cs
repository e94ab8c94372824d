using Portal.Core.Accounts.Passwords;
using Xunit;

namespace Portal.Core.Tests.Accounts.Passwords;

public sealed class ClassicProfileTests
{
    private static readonly (string, string) Classic = ("Tenants:default:PasswordProfile", "Classic");
    private static readonly PasswordOwner Anna =
        new() { Tenant = "default", Address = "anna.recipient@example.org", Name = "Anna Recipient", HasSecondFactor = false };

    private readonly List<int> _asked = [];

    [Theory]
    [InlineData("h3ron!Qx", null)]
    [InlineData("Über3Weiher", null)]
    [InlineData("h3ron!Q", PasswordWeakness.TooShort)]
    [InlineData("h3ron!qx", PasswordWeakness.NoUpperCase)]
    [InlineData("eleven quiet herons 11", PasswordWeakness.NoUpperCase)]
    [InlineData("heron!Qx", PasswordWeakness.NoDigit)]
    [InlineData("Password1", PasswordWeakness.Common)]
    [InlineData("P@ssw0rd2026!", PasswordWeakness.Common)]
    [InlineData("Sommer2026!", PasswordWeakness.Common)]
    [InlineData("Passwort1", PasswordWeakness.Common)]
    [InlineData("AnnaRec7x", PasswordWeakness.LikeAddressOrName)]
    [InlineData("Webmail7x", PasswordWeakness.LikePortal)]
    public async Task Eight_characters_an_upper_case_letter_and_a_digit(string password, PasswordWeakness? weakness) =>
        Assert.Equal(weakness, await PasswordPolicyTests.CheckAsync(password, Anna, Classic));

    [Theory]
    [InlineData("12", "h3ron!Qxklm", PasswordWeakness.TooShort)]
    [InlineData("12", "h3ron!Qxklmn", null)]
    public async Task The_tenant_may_want_more_characters(string minimum, string password, PasswordWeakness? weakness) => Assert.Equal(
        weakness, await PasswordPolicyTests.CheckAsync(password, Anna, Classic, ("Tenants:default:PasswordMinimumLength", minimum)));

    [Theory]
    [InlineData(0, PasswordWeakness.Former)]
    [InlineData(3, PasswordWeakness.Former)]
    [InlineData(4, null)]
    public async Task The_last_four_may_not_come_again(int position, PasswordWeakness? weakness)
    {
        Assert.Equal(weakness, await PasswordPolicyTests.CheckAsync("h3ron!Qx", WithFormer(position), Classic));
        Assert.Equal(Enumerable.Range(0, Math.Min(position + 1, 4)), _asked);
    }

    [Fact]
    public async Task A_password_that_is_refused_anyway_costs_no_hash()
    {
        await PasswordPolicyTests.CheckAsync("Password1", WithFormer(0), Classic);

        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("1", PasswordWeakness.Former)]
    public async Task Where_length_counts_former_ones_are_asked_only_when_the_tenant_wants_it(string? history, PasswordWeakness? weakness) =>
        Assert.Equal(weakness, await PasswordPolicyTests.CheckAsync(
            "eleven quiet herons", WithFormer(0), history is null ? [] : [("Tenants:default:PasswordHistory", history)]));

    private PasswordOwner WithFormer(int same) => Anna with
    {
        Former = [.. Enumerable.Range(0, 6).Select<int, Func<string, bool>>(n => _ =>
        {
            _asked.Add(n);
            return n == same;
        })],
    };
}
