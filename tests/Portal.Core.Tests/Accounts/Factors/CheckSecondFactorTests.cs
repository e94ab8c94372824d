using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.States;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>Codes of second factors: each once, and wrong ones on the ladder (threats A8, B9).</summary>
public sealed class CheckSecondFactorTests : FactorBench
{
    private static readonly byte[] There = Enumerable.Repeat((byte)2, 32).ToArray();

    [Fact]
    public async Task A_code_of_the_app_is_good_once_and_none_from_before_it()
    {
        var secret = await AddAppAsync();
        Assert.True(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret, -1)));
        Assert.True(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret, 1)));
    }

    [Fact]
    public async Task The_code_that_set_the_app_up_is_spent()
    {
        var secret = Totp.CreateSecret();
        Assert.False(await Get<AuthenticatorApp>().AddAsync(Anna, secret, "000000x", CancellationToken.None));
        Assert.Null((await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).App);
        Assert.True(await Get<AuthenticatorApp>().AddAsync(Anna, secret, Code(secret), CancellationToken.None));
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
    }

    [Fact]
    public async Task Of_fifty_at_once_with_the_same_code_one_gets_in()
    {
        var secret = await AddAppAsync();
        await AssertOnceAsync(() => Get<AuthenticatorApp>().UseAsync(Anna.AccountId, Code(secret), CancellationToken.None));
        var backup = (await MakeCodesAsync())[3];
        await AssertOnceAsync(() => Get<BackupCodes>().UseAsync(Anna, backup, CancellationToken.None));
        var sms = await SendSmsAsync();
        await AssertOnceAsync(async () => await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, sms, CancellationToken.None) is not null);
    }

    [Fact]
    public async Task Of_fifty_at_once_in_two_browsers_with_the_same_code_one_gets_in()
    {
        var secret = await AddAppAsync();
        var from = new[] { Here, There };
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            n => Task.Run(() => CheckAsync(SignInMethods.AuthenticatorCode, Code(secret), from[n % 2]))));
        Assert.Single(results, right => right);
    }

    [Fact]
    public async Task Wrong_codes_wait_on_one_ladder_whatever_the_factor_and_the_sign_in()
    {
        var secret = await AddAppAsync();
        var backup = await MakeCodesAsync();
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, "12"));
        Assert.False(await CheckAsync(SignInMethods.BackupCode, "bcdf-bcdf-bcdf"));
        Assert.False(await CheckAsync(SignInMethods.SmsCode, "123456"));
        Assert.False(await CheckAsync(SignInMethods.SmsCode, "123456", There));
        Assert.Equal([FactorChange.AppAdded, FactorChange.BackupCodesMade], await EventsAsync());
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, "123", There));

        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
        Assert.False(await CheckAsync(SignInMethods.BackupCode, backup[0], There));
        Assert.Equal(FactorChange.TooManyFailures, (await EventsAsync())[^1]);
        Installation.Clock.Move(TimeSpan.FromSeconds(29));
        Assert.False(await CheckAsync(SignInMethods.BackupCode, backup[0]));
        Installation.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.True(await CheckAsync(SignInMethods.BackupCode, backup[0]));
        Assert.True(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
    }

    [Fact]
    public async Task A_right_password_gives_no_tries_back()
    {
        var secret = await AddAppAsync();
        var passwords = Get<CheckPassword>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.NotNull(await passwords.CheckAsync("default", Post.Anna, Invitation.OwnPassword, null, CancellationToken.None));
            Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, "1"));
        }

        Assert.NotNull(await passwords.CheckAsync("default", Post.Anna, Invitation.OwnPassword, null, CancellationToken.None));
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
    }

    [Fact]
    public async Task However_many_guess_at_once_five_are_compared_and_after_a_hundred_none()
    {
        var secret = await AddAppAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CheckAsync(SignInMethods.AuthenticatorCode, "1")));
        Assert.Equal(5, await FailuresAsync());
        while (await FailuresAsync() < SignInLadder.Most)
        {
            Installation.Clock.Move(TimeSpan.FromMinutes(15));
            Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, "1"));
        }

        Installation.Clock.Move(TimeSpan.FromDays(1));
        Assert.False(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
        var found = await Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        await Get<ChangeAccountState>().LockAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);
        await Get<ChangeAccountState>().UnlockAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);
        Assert.True(await CheckAsync(SignInMethods.AuthenticatorCode, Code(secret)));
    }

    [Fact]
    public async Task A_code_by_SMS_is_good_where_it_was_asked_for_for_ten_minutes_and_five_tries()
    {
        var code = await SendSmsAsync();
        Assert.Matches("^[0-9]{6}$", code);
        Assert.Null(await Get<SmsCodes>().UseAsync(There, Anna.AccountId, code, CancellationToken.None));
        Assert.Null(await Get<SmsCodes>().UseAsync(Here, Guid.NewGuid(), code, CancellationToken.None));
        Assert.NotNull(await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, code, CancellationToken.None));
        Assert.Null(await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, code, CancellationToken.None));

        var (old, late) = (await SendSmsAsync(), await SendSmsAsync());
        Assert.True(old == late || await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, old, CancellationToken.None) is null);
        Installation.Clock.Move(TimeSpan.FromMinutes(10));
        Assert.Null(await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, late, CancellationToken.None));

        var worn = await SendSmsAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, "x", CancellationToken.None));
        }

        Assert.Null(await Get<SmsCodes>().UseAsync(Here, Anna.AccountId, worn, CancellationToken.None));
    }

    [Fact]
    public async Task Backup_codes_are_ten_of_fifty_bits_and_new_ones_end_the_old()
    {
        await AddAppAsync();
        var old = await MakeCodesAsync();
        Assert.Equal(10, old.Distinct().Count());
        Assert.All(old, code => Assert.Matches("^[bcdfghjkmnpqrstvwxyz]{4}(-[bcdfghjkmnpqrstvwxyz]{4}){2}$", code));
        Assert.All(old, code => Assert.Empty(Installation.FilesWith(code.Replace("-", "", StringComparison.Ordinal))));
        Assert.True(await CheckAsync(SignInMethods.BackupCode, old[0].ToUpperInvariant().Replace('-', ' ')));
        Assert.False(await CheckAsync(SignInMethods.BackupCode, old[0]));

        await MakeCodesAsync();
        Assert.False(await CheckAsync(SignInMethods.BackupCode, old[1]));
        Assert.Equal(10, (await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).BackupCodes);
    }

    private static async Task AssertOnceAsync(Func<Task<bool>> use)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(use)));
        Assert.Single(results, right => right);
    }

    private Task<int> FailuresAsync() =>
        Installation.QueryAsync(db => db.SecondFactors.Where(f => f.AccountId == Anna.AccountId).Select(f => f.FailedCount).SingleAsync());
}
