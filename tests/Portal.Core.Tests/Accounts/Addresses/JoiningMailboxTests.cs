using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts.Resets;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Addresses;

/// <summary>Addresses whose mailbox is there already and waits for its reader.</summary>
public sealed class JoiningMailboxTests : AddressBench
{
    [Fact]
    public async Task A_mailbox_that_waits_for_its_reader_joins_with_its_mail_and_its_invitation_ends()
    {
        var invitation = await Invitation.SendAsync(Installation, Second);
        Assert.Equal(ProveAddressOutcome.Joined, await ProveAsync((await AddAsync(Second))!, initial: invitation.InitialPassword));

        Assert.Equal(2, (await ListAsync()).Rows.Count);
        Assert.IsType<RegisterOutcome.AlreadyRegistered>(
            await Installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
        Installation.Clock.Move(TimeSpan.FromDays(60));
        Assert.Equal((0, 0), await Installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Mail_that_waits_for_an_initial_password_is_not_had_by_the_mailbox_alone()
    {
        var invitation = await Invitation.SendAsync(Installation, Second);
        var code = (await AddAsync(Second))!;
        for (var more = 0; more < 20; more++)
        {
            Assert.Equal(ProveAddressOutcome.NeedsInitialPassword, await ProveAsync(code)); // costs no try of either
        }

        for (var tries = 0; tries < 10; tries++)
        {
            Assert.Equal(ProveAddressOutcome.WrongInitialPassword, await ProveAsync(code, initial: "bcdf-ghjk-mnpq-rstv"));
        }

        Assert.Equal(ProveAddressOutcome.InitialPasswordEnded, await ProveAsync(code, initial: invitation.InitialPassword));
        Assert.Single((await ListAsync()).Rows);
        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(
            await Installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
    }

    [Fact]
    public async Task A_mailbox_whose_invitation_has_ended_does_not_join_until_it_is_invited_anew()
    {
        var invitation = await Invitation.SendAsync(Installation, Second);
        Installation.Clock.Move(TimeSpan.FromDays(60));
        await Installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None);
        var code = (await AddAsync(Second))!;
        Assert.Equal(ProveAddressOutcome.InitialPasswordEnded, await ProveAsync(code, initial: invitation.InitialPassword));
        await Installation.QueryAsync(db => db.InitialPasswords.Where(p => p.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Channel, InitialPasswordChannel.None)));
        Assert.Equal(ProveAddressOutcome.InitialPasswordEnded, await ProveAsync(code));

        var anew = await Invitation.SendAsync(Installation, Second);
        Assert.Equal(ProveAddressOutcome.Joined, await ProveAsync(code, initial: anew.InitialPassword));
    }

    [Fact]
    public async Task Where_the_initial_password_comes_by_SMS_on_demand_the_notice_is_the_way_to_it()
    {
        await Invitation.SendAsync(Installation, Second);
        await Installation.QueryAsync(db => db.InitialPasswords.Where(p => p.UsedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Channel, InitialPasswordChannel.SmsAtOpening).SetProperty(p => p.GoodUntil, (DateTimeOffset?)null)));
        Assert.Equal(ProveAddressOutcome.InitialPasswordNotSent, await ProveAsync((await AddAsync(Second))!));
    }

    [Fact]
    public async Task Where_only_the_owner_is_to_open_mailboxes_one_that_joins_is_closed_with_the_password()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        await bench.Get<AddAddress>().AddAsync(bench.Anna.Id, "default", Second, "en", CancellationToken.None);
        var code = (await bench.MailsAsync<AddressPayload>(OutboxKind.AddressCode)).Single().Code!;
        var proof = await bench.Installation.QueryAsync(db => db.AddressProofs.Select(p => p.Id).SingleAsync());
        using var own = await bench.Get<CheckPassword>().CheckAgainAsync(bench.Anna.Id, Invitation.OwnPassword, null, CancellationToken.None);

        Assert.Equal(ProveAddressOutcome.Joined, await bench.Get<ProveAddress>().ProveAsync(
            Owner(bench.Anna.Id), proof, new AddressTry(code, Secret: own!.Secret), CancellationToken.None));

        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.KeySlots.CountAsync(s => s.Kind == KeySlotKind.Vault)));
        var opened = await bench.Get<UnlockMailboxes>().OfAsync(bench.Anna.Id, own.Secret!, CancellationToken.None);
        Assert.Equal([Second, Post.Anna], opened.Select(m => m.Address).Order(StringComparer.Ordinal));
    }
}
