using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Tests.Accounts.Resets;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>A password that is long enough beside a second factor alone.</summary>
public sealed class ShortPasswordTests : FactorBench
{
    private const string Short = "tired lamps"; // 11 characters; alone it takes 15

    [Fact]
    public async Task Nobody_removes_the_last_factor_beside_it_before_there_is_a_longer_one()
    {
        Assert.Equal(PasswordWeakness.TooShort, await ChangeAsync(Short));
        await AddAppAsync();
        await MakeCodesAsync();
        Assert.Null(await ChangeAsync(Short));

        Assert.Equal(FactorRemoval.PasswordTooShort, await RemoveAppAsync());
        var has = await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None);
        Assert.NotNull(has.App);
        Assert.Equal(BackupCodes.Count, has.BackupCodes);

        Assert.Null(await ChangeAsync(ResetBench.NewPassword));
        Assert.Equal(FactorRemoval.Removed, await RemoveAppAsync());
    }

    [Fact]
    public async Task One_of_two_factors_goes_all_the_same()
    {
        await AddAppAsync();
        Assert.True(await Get<ChangeMobile>().ProveAsync(Anna, Here, await SendSmsAsync(), CancellationToken.None));
        Assert.Null(await ChangeAsync(Short));

        Assert.Equal(FactorRemoval.Removed, await RemoveAppAsync());
        Assert.Equal(FactorRemoval.PasswordTooShort, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
    }

    private async Task<PasswordWeakness?> ChangeAsync(string password) =>
        (await Get<ChangePassword>().ChangeAsync(Anna.AccountId, "default", [], password, CancellationToken.None)).Weakness;

    private Task<FactorRemoval> RemoveAppAsync() => Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None);
}
