using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Factors;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>What goes with a change of second factors, and what it asks of a sign-in.</summary>
public sealed class FactorChangeTests : FactorBench
{
    private readonly DeviceSecret _device = DeviceSecret.Create();

    [Fact]
    public async Task Each_is_audited_and_told_to_every_address()
    {
        await AddAppAsync();
        await MakeCodesAsync();
        Assert.Equal(FactorRemoval.Removed, await Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None));
        Assert.Equal(FactorRemoval.Unknown, await Get<AuthenticatorApp>().RemoveAsync(Anna, CancellationToken.None));

        FactorChange[] expected = [FactorChange.AppAdded, FactorChange.BackupCodesMade, FactorChange.AppRemoved];
        Assert.Equal(expected, await EventsAsync());
        var mails = await PayloadsAsync(OutboxKind.Factor, OutboxJson.Default.FactorPayload);
        Assert.Equal(expected.Order(), mails.Select(m => m.Change).Order());
        Assert.All(mails, mail => Assert.Equal((Post.Anna, "de", "Firefox, Linux"), (mail.To, mail.Language, mail.Browser)));
        Assert.Equal(0, (await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).BackupCodes);
    }

    [Fact]
    public async Task A_number_counts_once_a_code_came_back_and_lies_sealed()
    {
        var code = await SendSmsAsync();
        Assert.False(await Get<ChangeMobile>().ProveAsync(Anna, Here, "x", CancellationToken.None));
        Assert.False((await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).Any);
        Assert.True(await Get<ChangeMobile>().ProveAsync(Anna, Here, code, CancellationToken.None));

        var has = await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None);
        Assert.Equal(Mobile, has.Mobile?.E164);
        Assert.Empty(Installation.FilesWith("41791234567"));
        var account = await Get<ReadAccount>().OfAsync(Anna.AccountId, CancellationToken.None);
        Assert.Equal("Anna Recipient", Get<ReadProfile>().Of(account!).Name);
        await Get<ChangeProfile>().IntroduceAsync(Anna.AccountId, "Anne", null, null, CancellationToken.None);
        Assert.Equal(Mobile, (await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).Mobile?.E164);
        Assert.Equal(FactorRemoval.Removed, await Get<ChangeMobile>().RemoveAsync(Anna, CancellationToken.None));
        Assert.False((await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).Any);
    }

    [Fact]
    public async Task A_browser_is_trusted_until_the_time_is_over_or_password_or_factors_change()
    {
        await AddAppAsync();
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());
        await TrustAsync();
        Assert.Equal(SignInStep.EnoughHere, await NextAsync());
        Assert.Equal(SignInStep.SecondFactor, await NextAsync(DeviceSecret.Create()));
        Installation.Clock.Move(TimeSpan.FromDays(30));
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());

        await TrustAsync();
        await MakeCodesAsync();
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());

        await TrustAsync();
        await Get<TrustDevice>().EndAsync(Anna.AccountId, CancellationToken.None);
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());

        await TrustAsync();
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "another")));
        Assert.Equal(SignInStep.SecondFactor, await NextAsync());
    }

    [Fact]
    public async Task That_a_browser_is_trusted_and_that_it_is_no_more_is_audited()
    {
        await AddAppAsync();
        await Get<TrustDevice>().EndAsync(Anna.AccountId, CancellationToken.None); // nothing to end, nothing to note
        await TrustAsync();
        Installation.Clock.Move(TimeSpan.FromMinutes(1));
        await Get<TrustDevice>().EndAsync(Anna.AccountId, CancellationToken.None);
        Installation.Clock.Move(TimeSpan.FromMinutes(1));
        await TrustAsync();
        await Get<ForgetDevice>().ForgetAsync(Guid.NewGuid(), _device.Id, CancellationToken.None); // another's
        await Get<ForgetDevice>().ForgetAsync(Anna.AccountId, _device.Id, CancellationToken.None);
        await Get<RememberDevice>().SeenAsync(Anna.AccountId, _device, "Firefox, Linux", CancellationToken.None);
        await Get<ForgetDevice>().ForgetAsync(Anna.AccountId, _device.Id, CancellationToken.None); // known, and not trusted
        await Get<TrustDevice>().TrustAsync(Anna.AccountId, _device, TimeSpan.FromDays(30), CancellationToken.None); // not even known

        FactorChange[] changes = [FactorChange.DeviceTrusted, FactorChange.DeviceTrustEnded, FactorChange.DeviceTrusted, FactorChange.DeviceTrustEnded];
        Assert.Equal([FactorChange.AppAdded, .. changes], await EventsAsync());
        var (now, minute) = (Installation.Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
        Assert.Equal(
            [now - (2 * minute), now - minute, now, now],
            await Installation.QueryAsync(db => db.FactorEvents.Where(e => changes.Contains(e.Change)).OrderBy(e => e.Id).Select(e => e.At).ToListAsync()));
    }

    [Fact]
    public async Task Two_factors_are_enough_and_none_is_asked_for_where_there_is_none()
    {
        Assert.Equal(SignInStep.Enough, await NextAsync());
        await AddAppAsync();
        foreach (var method in new[] { SignInMethods.Passkey, SignInMethods.Password | SignInMethods.SmsCode })
        {
            Assert.Equal(SignInStep.Enough, await Get<DecideSignIn>().NextAsync(Anna.AccountId, "default", method, null, CancellationToken.None));
        }

        foreach (var method in new[] { SignInMethods.Password, SignInMethods.External, SignInMethods.MailCode })
        {
            Assert.Equal(SignInStep.SecondFactor, await Get<DecideSignIn>().NextAsync(Anna.AccountId, "default", method, null, CancellationToken.None));
        }
    }

    private async Task TrustAsync()
    {
        await Get<RememberDevice>().SeenAsync(Anna.AccountId, _device, "Firefox, Linux", CancellationToken.None);
        await Get<TrustDevice>().TrustAsync(Anna.AccountId, _device, TimeSpan.FromDays(30), CancellationToken.None);
    }

    private Task<SignInStep> NextAsync(DeviceSecret? device = null) =>
        Get<DecideSignIn>().NextAsync(Anna.AccountId, "default", SignInMethods.Password, device ?? _device, CancellationToken.None);
}
