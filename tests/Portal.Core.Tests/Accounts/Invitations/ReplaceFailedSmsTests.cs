using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Invitations;

public sealed class ReplaceFailedSmsTests : IAsyncLifetime
{
    private Installation _installation = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync(settings: Sent.Settings(InitialPasswordChannel.SmsAtSending));
        await new Post(_installation).DeliverAsync(Sent.Mail(), Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_sender_gets_one_for_an_SMS_that_failed_once()
    {
        await SetAsync(SmsState.Failed);
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        var mail = Assert.Single(await Sent.PasswordsAsync(_installation));
        Assert.Equal(("sam@sender.example", SmsRefusal.NotDelivered), (mail.To, mail.SmsRefusal));
        var token = (await Sent.NoticesAsync(_installation))[0].Token;
        var register = _installation.Get<RegisterAccount>();
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await register.RegisterAsync(
            new Invitation(Post.Anna, token, Sent.PasswordIn((await Sent.SmsAsync(_installation))[0])).Request(), CancellationToken.None));
        Assert.IsType<RegisterOutcome.Registered>(await register.RegisterAsync(new Invitation(Post.Anna, token, mail.InitialPassword).Request(), CancellationToken.None));
    }

    [Theory]
    [InlineData(SmsState.Waiting)]
    [InlineData(SmsState.Sent)]
    [InlineData(SmsState.Delivered)]
    public async Task Others_are_left_alone(SmsState state)
    {
        await SetAsync(state);
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task An_SMS_of_an_earlier_invitation_does_not_count()
    {
        await SetAsync(SmsState.Failed);
        _installation.Clock.Move(TimeSpan.FromDays(4));
        await new Post(_installation).DeliverAsync(Sent.Mail(), Post.Anna);
        Assert.Equal(2, (await Sent.SmsAsync(_installation)).Count);
        Assert.Equal(0, await RunAsync());
    }

    private Task<int> RunAsync() => _installation.Get<ReplaceFailedSms>().RunAsync(CancellationToken.None);

    private Task<int> SetAsync(SmsState state) => _installation.QueryAsync(db => db.SmsMessages.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, state)));
}
