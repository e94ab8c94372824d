using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>Codes are made in the place of those that somebody saw, and of no others.</summary>
public sealed class BackupCodesTests : FactorBench
{
    [Fact]
    public async Task The_same_order_once_more_changes_nothing()
    {
        await AddAppAsync();
        var none = await PresentAsync();
        var codes = await MakeAsync(none);
        Assert.NotNull(codes);

        Assert.Null(await MakeAsync(none));
        Assert.Null(await MakeAsync(""));
        Assert.True(await CheckAsync(SignInMethods.BackupCode, codes[0]));
        Assert.Equal([FactorChange.AppAdded, FactorChange.BackupCodesMade, FactorChange.BackupCodeUsed], await EventsAsync());

        // That one was used does not make them others.
        var present = await PresentAsync();
        Assert.NotEqual(none, present);
        Assert.NotNull(await MakeAsync(present));
        Assert.NotEqual(present, await PresentAsync());
        Assert.False(await CheckAsync(SignInMethods.BackupCode, codes[1]));
    }

    [Fact]
    public async Task Of_many_orders_at_once_one_makes_codes()
    {
        await AddAppAsync();
        var none = await PresentAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MakeAsync(none))));

        var codes = Assert.Single(made, codes => codes is not null);
        Assert.True(await CheckAsync(SignInMethods.BackupCode, codes![9]));
        Assert.Equal(BackupCodes.Count - 1, (await Get<ListFactors>().OfAsync(Anna.AccountId, CancellationToken.None)).BackupCodes);
    }

    private Task<string> PresentAsync() => Get<BackupCodes>().PresentAsync(Anna.AccountId, CancellationToken.None);

    private Task<IReadOnlyList<string>?> MakeAsync(string replaces) => Get<BackupCodes>().MakeAsync(Anna, replaces, CancellationToken.None);
}
