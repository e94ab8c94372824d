using Microsoft.Extensions.Options;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Outbox.Sms;
using Portal.Core.Tests.Accounts.Resets;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>A portal that sends no SMS any more, with people whose second step was the phone.</summary>
public abstract class StoppedSmsBench : FactorBench
{
    private protected void StopSms() => Get<IOptions<SmsOptions>>().Value.Provider = SmsProvider.None;

    private protected async Task AddMobileAsync() =>
        Assert.True(await Get<ChangeMobile>().ProveAsync(Anna, Here, await SendSmsAsync(), CancellationToken.None));

    private protected Task<AccountFactors> HasAsync() => Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None);

    private protected Task<SignInStep> NextAsync() =>
        Get<DecideSignIn>().NextAsync(Anna.AccountId, "default", SignInMethods.Password, null, CancellationToken.None);
}

public sealed class StoppedSmsTests : StoppedSmsBench
{
    [Fact]
    public async Task The_second_step_is_asked_for_all_the_same_until_the_number_is_removed()
    {
        await AddMobileAsync();
        StopSms();

        var has = await HasAsync();
        Assert.Equal((true, true, false), (has.Any, has.HasMobile, has.Works));
        Assert.Null(has.Mobile);
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());

        Assert.Equal(FactorRemoval.Removed, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
        Assert.Equal(SignInStep.Enough, await NextAsync());
    }

    [Fact]
    public async Task Codes_that_are_left_are_asked_for()
    {
        await MakeCodesAsync();

        Assert.False((await HasAsync()).Any);
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());
    }

    [Fact]
    public async Task Another_factor_is_not_removed_while_the_number_alone_would_be_left()
    {
        await AddMobileAsync();
        await AddAppAsync();
        await MakeCodesAsync();
        StopSms();

        Assert.Equal(FactorRemoval.NoneWorks, await Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None));
        var has = await HasAsync();
        Assert.Equal((true, BackupCodes.Count), (has.App is not null, has.BackupCodes));

        Assert.Equal(FactorRemoval.Removed, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
        Assert.Equal(FactorRemoval.Removed, await Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None));
    }

    [Fact]
    public async Task A_password_may_be_as_short_as_beside_any_factor_and_then_the_number_stays()
    {
        await AddMobileAsync();
        StopSms();

        var changed = await Get<ChangePassword>().ChangeAsync(Anna.AccountId, "default", [], "tired lamps", CancellationToken.None);
        Assert.Null(changed.Weakness);
        Assert.Equal(FactorRemoval.PasswordTooShort, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());

        await Get<ChangePassword>().ChangeAsync(Anna.AccountId, "default", [], ResetBench.NewPassword, CancellationToken.None);
        Assert.Equal(FactorRemoval.Removed, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
    }
}

public sealed class StoppedSmsWhereRequiredTests : StoppedSmsBench
{
    protected override string Policy => "Required";

    [Fact]
    public async Task Nobody_is_led_to_set_up_another_factor_by_the_password_alone()
    {
        Assert.Equal(SignInStep.SetUp, await NextAsync());
        await AddMobileAsync();
        StopSms();

        Assert.Equal(SignInStep.SecondFactor, await NextAsync());
        Assert.Equal(FactorRemoval.Needed, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
    }
}

public sealed class StoppedSmsWhereOffTests : StoppedSmsBench
{
    protected override string Policy => "Off";

    [Fact]
    public async Task What_exists_is_asked_for_as_ever_and_nothing_else()
    {
        Assert.Equal(SignInStep.Enough, await NextAsync());
        await AddMobileAsync();
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());
        StopSms();

        Assert.Equal(SignInStep.SecondFactor, await NextAsync());
    }
}
