using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Invitations;

/// <summary>Initial passwords that a person asks for by SMS behind the link of the notice.</summary>
public sealed class SendSmsPasswordTests : IAsyncLifetime
{
    private static readonly IPAddress Phone = IPAddress.Parse("192.0.2.7");

    private Installation _installation = null!;
    private string _token = "";

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync(settings: Sent.Settings(
            InitialPasswordChannel.SmsAtOpening, ("Sms:MaxPerNumberPerHour", "3"), ("Sms:MaxPerAccountPerDay", "4")));
        await new Post(_installation).DeliverAsync(Sent.Mail(), Post.Anna);
        _token = Assert.Single(await Sent.NoticesAsync(_installation)).Token;
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Nothing_leaves_and_nothing_registers_before_it_is_asked_for()
    {
        Assert.Empty(await Sent.SmsAsync(_installation));
        Assert.Empty(await Sent.PasswordsAsync(_installation));
        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync("bcdfg-bcdfg"));
        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(""));
        Assert.Equal(10, (await Sent.RowAsync(_installation)).TriesLeft);
    }

    [Fact]
    public async Task It_goes_to_the_number_of_the_mail_and_registers()
    {
        Assert.IsType<SmsPasswordOutcome.Sent>(await AskAsync());

        var sms = Assert.Single(await Sent.SmsAsync(_installation));
        Assert.Equal(Sent.Mobile, sms.Number);
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Sent.PasswordIn(sms)));
        Assert.IsType<SmsPasswordOutcome.NotToBeSent>(await AskAsync());
        foreach (var secret in (string[])[Sent.Mobile, Sent.PasswordIn(sms)])
        {
            Assert.Empty(_installation.FilesWith(secret));
        }
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public async Task It_is_good_for_ten_minutes_and_another_can_be_asked_for(int seconds, bool good)
    {
        await AskAsync();
        var first = Sent.PasswordIn((await Sent.SmsAsync(_installation))[0]);
        _installation.Clock.Move(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(seconds));
        if (good)
        {
            Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(first));
            return;
        }

        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(first));
        Assert.IsType<SmsPasswordOutcome.Sent>(await AskAsync());
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(first));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Sent.PasswordIn((await Sent.SmsAsync(_installation))[1])));
    }

    [Fact]
    public async Task Ten_wrong_tries_end_it_and_the_next_one_has_ten_of_its_own()
    {
        await AskAsync();
        for (var tries = 0; tries < 10; tries++)
        {
            Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync("bcdfg-bcdfg"));
        }

        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(Sent.PasswordIn((await Sent.SmsAsync(_installation))[0])));
        Assert.IsType<SmsPasswordOutcome.Sent>(await AskAsync());
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Sent.PasswordIn((await Sent.SmsAsync(_installation))[1])));
    }

    [Fact]
    public async Task Of_forty_wishes_as_many_leave_as_the_limits_allow_and_the_last_one_holds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(AskAsync)));

        var sms = await Sent.SmsAsync(_installation);
        Assert.InRange(sms.Count, 1, 3);
        Assert.Equal(sms.Count, outcomes.Count(o => o is SmsPasswordOutcome.Sent));
        Assert.IsType<SmsPasswordOutcome.TooMany>(await ExhaustAsync());
        _installation.Clock.Move(TimeSpan.FromHours(1));
        Assert.IsType<SmsPasswordOutcome.Sent>(await AskAsync());
        Assert.IsType<SmsPasswordOutcome.TooMany>(await AskAsync()); // the day's limit of the account
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Sent.PasswordIn((await Sent.SmsAsync(_installation))[^1])));
    }

    [Fact]
    public async Task A_refused_wish_takes_nothing_from_the_one_before()
    {
        await AskAsync();
        var before = await Sent.RowAsync(_installation);
        await AskAsync();
        await AskAsync();
        var last = Sent.PasswordIn((await Sent.SmsAsync(_installation))[^1]);
        Assert.NotEqual(before.Hash, (await Sent.RowAsync(_installation)).Hash);
        Assert.IsType<SmsPasswordOutcome.TooMany>(await AskAsync());
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(last));
    }

    [Fact]
    public async Task A_link_of_somebody_elses_or_nobodys_sends_nothing()
    {
        await new Post(_installation).DeliverAsync(Sent.Mail("X-Portal-Initial-Password: sender\r\n"), Post.Bert);
        var berts = (await Sent.NoticesAsync(_installation))[^1].Token;
        foreach (var token in (string?[])[berts, NoticeToken.Create().Text, "short", null])
        {
            Assert.IsType<SmsPasswordOutcome.NotToBeSent>(await _installation.Get<SendSmsPassword>().SendAsync(token, Phone, CancellationToken.None));
        }

        Assert.Empty(await Sent.SmsAsync(_installation));
    }

    [Fact]
    public async Task When_the_invitation_has_ended_nothing_is_sent()
    {
        _installation.Clock.Move(TimeSpan.FromDays(30));
        Assert.IsType<SmsPasswordOutcome.NotToBeSent>(await AskAsync());
    }

    [Fact]
    public async Task A_number_that_does_not_open_leads_to_the_sender()
    {
        await _installation.QueryAsync(db => db.InitialPasswords.ExecuteUpdateAsync(set => set.SetProperty(p => p.Mobile, new byte[] { 1, 2, 3 })));

        Assert.IsType<SmsPasswordOutcome.SentToSender>(await AskAsync());

        var mail = Assert.Single(await Sent.PasswordsAsync(_installation));
        Assert.Equal(("sam@sender.example", Post.Anna, SmsRefusal.BadNumber), (mail.To, mail.RecipientAddress, mail.SmsRefusal));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(mail.InitialPassword));
    }

    [Fact]
    public async Task The_history_knows_the_SMS_and_hides_the_number()
    {
        await AskAsync();
        var sms = await _installation.QueryAsync(db => db.SmsMessages.SingleAsync());
        Assert.Equal((SmsPurpose.InitialPassword, "+41 ••• •• 67"), (sms.Purpose, sms.MaskedNumber));
        Assert.Equal("+41 ••• •• 67", (await _installation.Get<FindInvitation>().OfAsync(sms.OwnerId, CancellationToken.None)).MaskedNumber);
    }

    private Task<SmsPasswordOutcome> AskAsync() => _installation.Get<SendSmsPassword>().SendAsync(_token, Phone, CancellationToken.None);

    private async Task<SmsPasswordOutcome> ExhaustAsync()
    {
        var outcome = await AskAsync();
        while (outcome is SmsPasswordOutcome.Sent)
        {
            outcome = await AskAsync();
        }

        return outcome;
    }

    private Task<RegisterOutcome> RegisterAsync(string password) =>
        _installation.Get<RegisterAccount>().RegisterAsync(new Invitation(Post.Anna, _token, password).Request(), CancellationToken.None);
}
