using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

public sealed class RequiredFactorTests : FactorBench
{
    protected override string Policy => "Required";

    [Fact]
    public async Task The_last_one_stays_with_its_backup_codes_until_there_is_another()
    {
        Assert.Equal(SignInStep.SetUp, await Get<DecideSignIn>().NextAsync(Anna.AccountId, "default", SignInMethods.Password, null, CancellationToken.None));
        await AddAppAsync();
        await MakeCodesAsync();

        Assert.Equal(FactorRemoval.Needed, await Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None));
        var has = await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None);
        Assert.Equal(10, has.BackupCodes);
        Assert.NotNull(has.App);

        Assert.True(await Get<ChangeMobile>().ProveAsync(Anna, Here, await SendSmsAsync(), CancellationToken.None));
        Assert.Equal(FactorRemoval.Removed, await Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None));
        Assert.Equal(FactorRemoval.Needed, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
    }
}
