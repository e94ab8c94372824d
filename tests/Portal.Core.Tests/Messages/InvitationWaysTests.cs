using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Accounts.Invitations;
using Portal.Core.Tests.Storage;
using Xunit;
using Channel = Portal.Core.InitialPasswordChannel;

namespace Portal.Core.Tests.Messages;

/// <summary>Which way initial passwords take when mails come in, and what registers then.</summary>
public sealed class InvitationWaysTests
{
    private const string Wants = "X-Portal-Initial-Password: ";

    [Fact]
    public async Task By_SMS_it_goes_to_the_recipient_alone_and_registers()
    {
        await using var installation = await StartAsync(Channel.SmsAtSending);
        await DeliverAsync(installation, Sent.Mail());

        var sms = Assert.Single(await Sent.SmsAsync(installation));
        Assert.Equal((Sent.Mobile, SmsPurpose.InitialPassword), (sms.Number, sms.Purpose));
        Assert.Empty(await Sent.PasswordsAsync(installation));
        var notice = Assert.Single(await Sent.NoticesAsync(installation));
        Assert.Equal(Channel.SmsAtSending, notice.Channel);
        Assert.Equal(sms.ValidUntil, notice.InitialPasswordUntil);
        Assert.InRange((await Sent.RowAsync(installation)).Mobile.Length, 0, 0);
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(installation, "bcdfg-bcdfg"));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(installation, Sent.PasswordIn(sms)));
        Assert.Empty(installation.FilesWith(Sent.Mobile));
    }

    [Theory]
    [InlineData(72, -1, true)]
    [InlineData(72, 1, false)]
    public async Task By_SMS_it_is_good_for_72_hours(int hours, int minutes, bool good)
    {
        await using var installation = await StartAsync(Channel.SmsAtSending);
        await DeliverAsync(installation, Sent.Mail());
        installation.Clock.Move(TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes));

        var outcome = await RegisterAsync(installation, Sent.PasswordIn(Assert.Single(await Sent.SmsAsync(installation))));

        Assert.Equal(good ? typeof(RegisterOutcome.Registered) : typeof(RegisterOutcome.InitialPasswordEnded), outcome.GetType());
    }

    [Fact]
    public async Task By_SMS_ten_wrong_tries_end_it()
    {
        await using var installation = await StartAsync(Channel.SmsAtSending);
        await DeliverAsync(installation, Sent.Mail());
        for (var tries = 0; tries < 10; tries++)
        {
            Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(installation, "bcdfg-bcdfg"));
        }

        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(
            await RegisterAsync(installation, Sent.PasswordIn(Assert.Single(await Sent.SmsAsync(installation)))));
    }

    [Fact]
    public async Task A_mail_that_comes_twice_sends_one_SMS()
    {
        await using var installation = await StartAsync(Channel.SmsAtSending);
        var post = new Post(installation);
        using var first = await post.SealAsync(Sent.Mail());
        using var second = await post.SealAsync(Sent.Mail());
        var (incoming, again) = (await post.IncomingAsync(first, Post.Anna), await post.IncomingAsync(second, Post.Anna));
        await installation.Get<SaveMessage>().SaveAsync(incoming, CancellationToken.None);
        await installation.Get<SaveMessage>().SaveAsync(again with { ContentDigest = incoming.ContentDigest }, CancellationToken.None);
        await DeliverAsync(installation, Sent.Mail());

        Assert.Single(await Sent.SmsAsync(installation));
        Assert.Equal(1, await installation.QueryAsync(db => db.SmsMessages.CountAsync()));
    }

    [Fact]
    public async Task Where_a_limit_is_reached_the_sender_gets_it_and_learns_why_and_nothing_is_counted()
    {
        await using var installation = await StartAsync(Channel.SmsAtSending, ("Sms:MaxPerNumberPerHour", "2"));
        foreach (var address in (string[])["a@recipient.example", "b@recipient.example", Post.Anna])
        {
            await DeliverAsync(installation, Sent.Mail(), address);
        }

        Assert.Equal(2, (await Sent.SmsAsync(installation)).Count);
        var mail = Assert.Single(await Sent.PasswordsAsync(installation));
        Assert.Equal((Post.Anna, "sam@sender.example", SmsRefusal.LimitReached), (mail.RecipientAddress, mail.To, mail.SmsRefusal));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(installation, mail.InitialPassword));
        Assert.All(await installation.QueryAsync(db => db.SmsCounters.Select(c => c.Count).ToListAsync()), count => Assert.InRange(count, 1, 2));
    }

    [Fact]
    public async Task Without_an_initial_password_the_link_is_enough_and_still_needed()
    {
        await using var installation = await StartAsync(Channel.None);
        await DeliverAsync(installation, Sent.Mail(""));
        Assert.Empty(await Sent.PasswordsAsync(installation));
        Assert.Empty(await Sent.SmsAsync(installation));

        Assert.IsType<RegisterOutcome.UnknownNotice>(await RegisterAsync(installation, "", NoticeToken.Create().Text));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(installation, ""));
        Assert.IsType<RegisterOutcome.AlreadyRegistered>(await RegisterAsync(installation, ""));
    }

    [Fact]
    public async Task Without_an_initial_password_an_invitation_ends_all_the_same()
    {
        await using var installation = await StartAsync(Channel.None);
        await DeliverAsync(installation, Sent.Mail(""));
        installation.Clock.Move(TimeSpan.FromDays(30));
        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(installation, ""));
        Assert.Equal((0, 1), await installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None));
        Assert.Equal(Channel.None, Assert.Single(await Sent.EndedAsync(installation)).Channel);
    }

    [Fact]
    public async Task A_mail_that_asks_for_more_ends_an_invitation_that_needs_the_link_alone()
    {
        await using var installation = await StartAsync(Channel.None);
        await DeliverAsync(installation, Sent.Mail(""));
        var open = (await Sent.NoticesAsync(installation))[0].Token;
        await DeliverAsync(installation, Sent.Mail(Wants + "sender\r\n"));

        var password = Assert.Single(await Sent.PasswordsAsync(installation)).InitialPassword;
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(installation, "", open));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(installation, password, open));
    }

    [Fact]
    public async Task A_mail_that_asks_for_less_changes_nothing_not_even_when_the_invitation_has_ended()
    {
        await using var installation = await StartAsync(Channel.None);
        await DeliverAsync(installation, Sent.Mail(Wants + "sender\r\n"));
        await DeliverAsync(installation, Sent.Mail(""));
        Assert.Equal(Channel.Sender, (await Sent.NoticesAsync(installation))[^1].Channel);
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(installation, ""));

        installation.Clock.Move(TimeSpan.FromDays(31));
        await DeliverAsync(installation, Sent.Mail(""));
        Assert.Equal(2, (await Sent.PasswordsAsync(installation)).Count);
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(installation, ""));
    }

    [Fact]
    public async Task The_reminder_names_the_same_way()
    {
        await using var installation = await StartAsync(Channel.SmsAtOpening);
        await DeliverAsync(installation, Sent.Mail());
        installation.Clock.Move(TimeSpan.FromDays(7));
        await installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None);
        Assert.Equal([(false, Channel.SmsAtOpening), (true, Channel.SmsAtOpening)], (await Sent.NoticesAsync(installation)).Select(n => (n.Reminder, n.Channel)));
    }

    private static Task<Installation> StartAsync(Channel channel, params (string, string)[] more) =>
        Installation.StartAsync(settings: Sent.Settings(channel, more));

    private static Task<Guid> DeliverAsync(Installation installation, string mail, string to = Post.Anna) => new Post(installation).DeliverAsync(mail, to);

    private static async Task<RegisterOutcome> RegisterAsync(Installation installation, string password, string? token = null) =>
        await installation.Get<RegisterAccount>().RegisterAsync(
            new Invitation(Post.Anna, token ?? (await Sent.NoticesAsync(installation)).Last(n => n.To == Post.Anna).Token, password).Request(), CancellationToken.None);
}
