using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Resets;

public sealed class AskResetTests
{
    [Theory]
    [InlineData(Post.Anna, false)]
    [InlineData(Post.Anna, true)]
    [InlineData("nobody@recipient.example", false)]
    [InlineData("nobody@recipient.example", true)]
    [InlineData("no address at all", true)]
    public async Task Every_address_costs_the_same_and_nobody_is_looked_up(string address, bool known)
    {
        await using var bench = await ResetBench.StartAsync();
        var device = DeviceSecret.Create();
        await bench.Get<RememberDevice>().SeenAsync(bench.Anna.Id, device, "Firefox", CancellationToken.None);
        var commands = new CountedCommands();
        var ask = new AskReset(
            new WatchedContexts(bench.Installation, commands).Open(), bench.Get<ServerPepper>(), bench.Get<VaultPublicKey>(), new OutboxSignal(),
            bench.Installation.Clock);

        for (var time = 1; time <= 12; time++)
        {
            await ask.AskAsync(
                new ResetRequest { Tenant = "default", Address = address, Language = "en", Device = known ? device : null }, CancellationToken.None);

            // One query, and one row, which is one commit.
            var rows = await bench.Installation.QueryAsync(db => db.PasswordResets.CountAsync());
            Assert.Equal((time, time, 0), (commands.Queries, rows, commands.Commits));
        }

        Assert.Empty(bench.Installation.FilesWith("nobody@recipient.example"));
        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.PasswordResets.CountAsync(r => r.AccountId != null)));
    }

    [Fact]
    public async Task An_unknown_address_hears_nothing_and_one_that_is_not_registered_hears_how_to()
    {
        await using var bench = await ResetBench.StartAsync();
        await Invitation.SendAsync(bench.Installation, Post.Bert);
        var before = await bench.Installation.QueryAsync(db => db.Outbox.CountAsync());

        await bench.AskAsync("nobody@recipient.example");
        Assert.Equal(before, await bench.Installation.QueryAsync(db => db.Outbox.CountAsync()));

        await bench.AskAsync(Post.Bert);
        Assert.Equal(Post.Bert, Assert.Single(await bench.MailsAsync<RegisterInsteadPayload>(OutboxKind.RegisterInstead)).To);
        Assert.Empty(await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset));
        Assert.All(await bench.Installation.QueryAsync(db => db.PasswordResets.ToListAsync()), reset =>
            Assert.Equal((ResetState.Ended, 0), (reset.State, reset.Box.Length)));
    }

    [Theory]
    [InlineData(Post.Anna)]
    [InlineData(Post.Bert)]
    public async Task One_address_is_answered_five_times_an_hour_and_ten_times_a_day_and_what_is_not_answered_does_not_count(string address)
    {
        await using var bench = await ResetBench.StartAsync();
        await Invitation.SendAsync(bench.Installation, Post.Bert);
        foreach (var (hours, asked, answered) in ((double, int, int)[])[(0, 30, 5), (1.1, 8, 10), (1.1, 1, 10), (23, 1, 11)])
        {
            bench.Installation.Clock.Move(TimeSpan.FromHours(hours));
            for (var time = 0; time < asked; time++)
            {
                await bench.AskAsync(address);
            }

            var kinds = await bench.Installation.QueryAsync(db => db.Outbox.Select(o => o.Kind).ToListAsync());
            Assert.Equal(answered, kinds.Count(kind => kind is OutboxKind.PasswordReset or OutboxKind.RegisterInstead));
        }
    }

    [Fact]
    public async Task The_owners_browser_is_answered_when_strangers_have_used_up_their_share_and_nobody_elses_is()
    {
        await using var bench = await ResetBench.StartAsync();
        var (own, berts) = (DeviceSecret.Create(), DeviceSecret.Create());
        await bench.Get<RememberDevice>().SeenAsync(bench.Anna.Id, own, "Firefox", CancellationToken.None);
        await bench.Get<RememberDevice>().SeenAsync((await Person.RegisterAsync(bench.Installation, Post.Bert)).Id, berts, "Firefox", CancellationToken.None);
        foreach (var (hours, device, answered) in ((double, DeviceSecret?, int)[])
            [(0, berts, 5), (0, DeviceSecret.Create(), 5), (0, own, 10), (1.1, null, 10), (0, berts, 10), (0, own, 20), (1.1, own, 20), (23, null, 25)])
        {
            bench.Installation.Clock.Move(TimeSpan.FromHours(hours));
            for (var time = 0; time < 15; time++)
            {
                await bench.AskAsync(device: device);
            }

            Assert.Equal(answered, (await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset)).Count);
        }
    }

    [Fact]
    public async Task A_strangers_request_beyond_the_limits_leaves_nothing_of_the_address_and_takes_no_link_away()
    {
        await using var bench = await ResetBench.StartAsync();
        for (var time = 0; time < AskReset.MostPerHour; time++)
        {
            await bench.AskAsync();
        }

        await bench.AskAsync(device: DeviceSecret.Create());
        await bench.AskAsync();

        var rows = await bench.Installation.QueryAsync(db => db.PasswordResets.OrderBy(r => r.CreatedAt).ToListAsync());
        Assert.Equal([1, 1, AskReset.MostPerHour], rows.GroupBy(r => Convert.ToHexString(r.AddressHash)).Select(g => g.Count()).Order());
        Assert.All(rows, row => Assert.Equal((32, 0), (row.AddressHash.Length, row.Box.Length)));
        Assert.Single(rows, row => row.State == ResetState.Ready);
    }

    [Fact]
    public async Task A_locked_account_gets_no_link()
    {
        await using var bench = await ResetBench.StartAsync();
        var found = await bench.Get<Core.Accounts.FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        await bench.Get<ChangeAccountState>().LockAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);

        await bench.AskAsync();

        Assert.Empty(await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset));
    }

    [Fact]
    public async Task Two_processes_answer_a_request_once()
    {
        await using var bench = await ResetBench.StartAsync();
        await bench.Get<AskReset>().AskAsync(new ResetRequest { Tenant = "default", Address = Post.Anna, Language = "en" }, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => bench.Get<AnswerResets>().RunAsync(CancellationToken.None))));

        Assert.Single(await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset));
    }

    [Fact]
    public async Task What_is_over_is_forgotten_a_day_later()
    {
        await using var bench = await ResetBench.StartAsync();
        await bench.AskAsync();
        using var tend = new TendResets(
            bench.Get<AnswerResets>(), bench.Get<IDbContextFactory<PortalContext>>(), new OutboxSignal(), bench.Installation.Clock,
            NullLogger<TendResets>.Instance);

        bench.Installation.Clock.Move(TimeSpan.FromHours(24));
        await tend.ForgetAsync(CancellationToken.None);
        Assert.Equal(1, await bench.Installation.QueryAsync(db => db.PasswordResets.CountAsync()));
        bench.Installation.Clock.Move(TimeSpan.FromHours(2));
        await tend.ForgetAsync(CancellationToken.None);
        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.PasswordResets.CountAsync()));
    }

    [Fact]
    public async Task Neither_token_nor_number_stands_anywhere_in_clear()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", "HelpDesk"));
        await bench.AskAsync(callBack: "+41 44 123 45 67");

        Assert.Empty(bench.Installation.FilesWith("44 123 45 67"));
        Assert.Equal("+41 44 123 45 67", Assert.Single(await bench.Get<HelpDesk>().WaitingAsync(CancellationToken.None)).Content!.CallBack);
    }
}
