using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Invitations;

/// <summary>Another initial password by the link in the mail to the sender.</summary>
public sealed class RenewInvitationTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Invitation _anna = null!;
    private string _link = "";

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Invitation.SendAsync(_installation, Post.Anna);
        _link = (await Sent.PasswordsAsync(_installation))[0].SenderToken!;
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_same_sender_gets_one_for_the_same_recipient_and_the_old_one_is_good_no_more()
    {
        await Invitation.SendAsync(_installation, Post.Bert);
        Assert.IsType<RenewOutcome.Sent>(await RenewAsync());

        var mail = (await Sent.PasswordsAsync(_installation))[^1];
        Assert.Equal(("sam@sender.example", Post.Anna), (mail.To, mail.RecipientAddress));
        Assert.NotEqual(_link, mail.SenderToken);
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(_anna.Request()));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(_anna.Request(initialPassword: mail.InitialPassword)));
    }

    [Fact]
    public async Task Nobody_elses_password_changes()
    {
        var bert = await Invitation.SendAsync(_installation, Post.Bert);
        await RenewAsync();
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(bert.Request()));
    }

    [Fact]
    public async Task Whoever_has_registered_needs_none()
    {
        await RegisterAsync(_anna.Request());
        Assert.IsType<RenewOutcome.Registered>(await RenewAsync());
        Assert.Single(await Sent.PasswordsAsync(_installation));
    }

    [Fact]
    public async Task An_invitation_that_has_ended_begins_anew_and_the_audit_says_so()
    {
        _installation.Clock.Move(TimeSpan.FromDays(30));
        await _installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None);
        var ended = Assert.Single(await Sent.EndedAsync(_installation));
        Assert.IsType<RenewOutcome.Sent>(await RenewAsync(ended.SenderToken));

        var password = (await Sent.PasswordsAsync(_installation))[^1].InitialPassword;
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(_anna.Request(initialPassword: password)));
        Assert.Equal(
            [AccountTrigger.Invite, AccountTrigger.Expire, AccountTrigger.Invite, AccountTrigger.Register],
            await _installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).Select(e => e.Trigger).ToListAsync()));
    }

    [Fact]
    public async Task Each_waits_longer_than_the_one_before_whichever_link_is_used()
    {
        foreach (var minutes in (int[])[5, 10, 20, 40])
        {
            Assert.IsType<RenewOutcome.Sent>(await RenewAsync((await Sent.PasswordsAsync(_installation))[^1].SenderToken));
            _installation.Clock.Move(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.IsType<RenewOutcome.TooSoon>(await RenewAsync());
            _installation.Clock.Move(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, (await Sent.PasswordsAsync(_installation)).Count);
    }

    [Fact]
    public async Task The_wait_grows_to_a_day_at_most()
    {
        var row = await Sent.RowAsync(_installation);
        (row.RenewedAt, row.Renewals) = (DateTimeOffset.UnixEpoch, 1000);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), RenewalPace.Next(row));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_made()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => RenewAsync())));
        Assert.Single(outcomes.OfType<RenewOutcome.Sent>());
        Assert.Equal(19, outcomes.OfType<RenewOutcome.TooSoon>().Count());
        Assert.Equal(2, (await Sent.PasswordsAsync(_installation)).Count);
    }

    [Fact]
    public async Task A_link_ends_after_ninety_days_and_is_forgotten()
    {
        _installation.Clock.Move(TimeSpan.FromDays(90) - TimeSpan.FromMinutes(1));
        Assert.IsType<RenewOutcome.Sent>(await RenewAsync());
        _installation.Clock.Move(TimeSpan.FromMinutes(10));
        Assert.IsType<RenewOutcome.Unknown>(await RenewAsync());
        await _installation.Get<FindSenderLink>().ForgetAsync(CancellationToken.None);
        Assert.Equal(1, await _installation.QueryAsync(db => db.SenderLinks.CountAsync()));
    }

    [Fact]
    public async Task Another_senders_invitation_that_holds_is_left_alone()
    {
        _installation.Clock.Move(TimeSpan.FromDays(30));
        await new Post(_installation).SaveAsync(await OtherAsync(), Post.Anna);
        Assert.IsType<RenewOutcome.Sent>(await RenewAsync()); // the address is the same: Post's sender wrote

        await SetSenderAsync("other@sender.example");
        _installation.Clock.Move(TimeSpan.FromDays(2));
        Assert.IsType<RenewOutcome.InvitedByAnother>(await RenewAsync());
        _installation.Clock.Move(TimeSpan.FromDays(30));
        Assert.IsType<RenewOutcome.Sent>(await RenewAsync());
        Assert.All(await Sent.PasswordsAsync(_installation), mail => Assert.Equal("sam@sender.example", mail.To));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_link_that_nobody_made_does_nothing(string? token)
    {
        Assert.IsType<RenewOutcome.Unknown>(await _installation.Get<RenewInvitation>().ForSenderAsync(token, CancellationToken.None));
        Assert.IsType<RenewOutcome.Unknown>(await RenewAsync(_anna.Token)); // a notice's link is none
        Assert.Single(await Sent.PasswordsAsync(_installation));
    }

    [Fact]
    public async Task Link_and_sender_are_nowhere_in_clear_and_go_with_the_mailbox()
    {
        await RenewAsync();
        Assert.Empty(_installation.FilesWith(_link));
        Assert.Empty(_installation.FilesWith("sam@sender.example"));
        var found = (await _installation.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;
        await _installation.Get<DeleteAccount>().DeleteAsync(found, new Core.Accounts.States.OperatorOrder("root", ""), CancellationToken.None);
        Assert.Equal(0, await _installation.QueryAsync(db => db.SenderLinks.CountAsync()));
        Assert.IsType<RenewOutcome.Unknown>(await RenewAsync());
    }

    private Task<RenewOutcome> RenewAsync(string? token = null) => _installation.Get<RenewInvitation>().ForSenderAsync(token ?? _link, CancellationToken.None);

    private Task<RegisterOutcome> RegisterAsync(RegisterRequest request) => _installation.Get<RegisterAccount>().RegisterAsync(request, CancellationToken.None);

    private Task<SealedMessage> OtherAsync() => new Post(_installation).SealAsync(Post.Mail("Again"));

    private async Task SetSenderAsync(string address)
    {
        var row = await Sent.RowAsync(_installation);
        var box = SenderBox.Seal(_installation.Get<Core.Keys.VaultPublicKey>(), new InvitationSender(address, "", "en"), row.MailboxId);
        await _installation.QueryAsync(db => db.InitialPasswords.ExecuteUpdateAsync(set => set.SetProperty(p => p.Sender, box)));
    }
}
