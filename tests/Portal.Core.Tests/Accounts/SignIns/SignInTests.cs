using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.SignIns;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.SignIns;

public sealed class SignInTests : IAsyncLifetime
{
    private static readonly SignInDetail Detail = new(SignInMethods.Password, "Firefox, Linux", "192.0.2.0/24");

    private Installation _installation = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Person.RegisterAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Refused_tries_are_one_row_an_hour_however_many_there_are()
    {
        for (var i = 0; i < 12; i++)
        {
            await TryAsync("a wrong password");
        }

        _installation.Clock.Move(TimeSpan.FromHours(1));
        await TryAsync("a wrong password");

        var listed = await ListAsync();
        Assert.Equal([(false, 1), (false, 12)], listed.Select(s => (s.Succeeded, s.Count)));
        Assert.All(listed, row => Assert.Equal((0, 0, null), (row.At.Minute, row.At.Second, row.Detail)));
    }

    [Fact]
    public async Task Tries_for_unknown_addresses_are_nobodys()
    {
        await _installation.Get<CheckPassword>().CheckAsync("default", "nobody@recipient.example", "x", null, CancellationToken.None);
        Assert.Equal(0, await _installation.QueryAsync(db => db.SignIns.CountAsync()));
    }

    [Fact]
    public async Task Who_was_let_in_is_sealed_listed_and_forgotten_after_ninety_days()
    {
        await AddAsync();
        Assert.Empty(_installation.FilesWith("192.0.2."));
        Assert.Equal(Detail, Assert.Single(await ListAsync()).Detail);

        _installation.Clock.Move(TimeSpan.FromDays(90));
        await _installation.Get<RecordSignIn>().ForgetAsync(CancellationToken.None);
        Assert.Single(await ListAsync());
        _installation.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.Empty(await ListAsync());
        await _installation.Get<RecordSignIn>().ForgetAsync(CancellationToken.None);
        Assert.Equal(0, await _installation.QueryAsync(db => db.SignIns.CountAsync()));
    }

    [Fact]
    public async Task Nobody_sees_anothers_and_a_damaged_row_hides_no_other()
    {
        var bert = await Person.RegisterAsync(_installation, Post.Bert);
        await AddAsync();
        await AddAsync();
        Assert.Empty(await _installation.Get<ListSignIns>().OfAsync(bert.Id, CancellationToken.None));

        var rows = await _installation.QueryAsync(db => db.SignIns.AsNoTracking().ToListAsync());
        for (var place = 0; place < rows[0].Detail.Length; place++)
        {
            var changed = (byte[])rows[0].Detail.Clone();
            changed[place] ^= 1;
            await ChangeAsync(rows[0].Id, changed);
        }

        await ChangeAsync(rows[0].Id, rows[1].Detail);
        await ChangeAsync(rows[0].Id, rows[0].Detail[..^1]);
    }

    private async Task ChangeAsync(Guid id, byte[] detail)
    {
        await _installation.QueryAsync(db => db.SignIns.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Detail, detail)));
        var listed = await ListAsync();
        Assert.Single(listed, s => s.Detail is null);
        Assert.Equal(2, listed.Count);
    }

    private Task AddAsync() => _installation.Get<RecordSignIn>().AddAsync(_anna.Id, Detail, CancellationToken.None);

    private Task<CheckedPassword?> TryAsync(string password) =>
        _installation.Get<CheckPassword>().CheckAsync("default", Post.Anna, password, null, CancellationToken.None);

    private Task<IReadOnlyList<ListedSignIn>> ListAsync() => _installation.Get<ListSignIns>().OfAsync(_anna.Id, CancellationToken.None);
}
