using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>A gateway that did not hear the 250 sends again: that changes nothing.</summary>
public sealed class AgainTests : OfficeTests
{
    [Fact]
    public async Task The_same_mail_twice_is_one_mail()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail);
        var before = await Kept.ByAsync(Portal);
        await AcceptedAsync(mail);
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }

    // What lies in the mailbox is absorbed, not refused, even when it is older than any queue keeps a mail (threats C6).
    [Theory]
    [InlineData(1)]
    [InlineData(24 * 60 * 60)]
    [InlineData(8 * 24 * 60 * 60)]
    public async Task The_same_bytes_later_are_the_mail_that_is_there_and_make_no_second_notice(int seconds)
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail);
        var before = await Kept.ByAsync(Portal);
        Portal.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await AcceptedAsync(mail);
        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.Single(await Portal.OutboxAsync(), entry => entry.Kind == OutboxKind.Notice);
    }

    [Fact]
    public async Task The_same_bytes_after_the_signers_certificate_has_ended_are_refused_and_change_nothing()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail);
        var before = await Kept.ByAsync(Portal);
        Portal.Clock.Advance(TimeSpan.FromDays(40));
        Assert.IsType<IntakeOutcome.Rejected>(Assert.Single(await Portal.AcceptAsync(mail)));
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }

    [Fact]
    public async Task The_same_content_signed_and_encrypted_anew_is_one_mail()
    {
        var entity = Originals.Fresh();
        await DeliverAsync(entity);
        var before = await Kept.ByAsync(Portal);
        await DeliverAsync(entity);
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }

    [Fact]
    public async Task Twenty_at_once_are_one_mail_one_notice_one_initial_password()
    {
        var mail = await WrapAsync(Originals.Fresh());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Portal.AcceptAsync(mail, "bob@example.org", "carol@example.org"))));

        Assert.All(outcomes.SelectMany(o => o), outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
        Assert.Single(Kept.Files(Portal));
        Assert.Equal((2, 1, 2, 2, 2, 4), await Portal.QueryAsync(async db => (
            await db.Mailboxes.CountAsync(), await db.Messages.CountAsync(), await db.Deliveries.CountAsync(),
            await db.Notices.CountAsync(), await db.InitialPasswords.CountAsync(), await db.Outbox.CountAsync())));
        using var message = Assert.Single(await Portal.ReadAsync("carol@example.org"));
        Assert.Equal("Your contract", message.Outline.Header("Subject"));
    }

    [Fact]
    public async Task Twenty_different_mails_at_once_are_twenty()
    {
        var mails = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WrapAsync(Originals.Fresh())));
        var outcomes = await Task.WhenAll(mails.Select(mail => Task.Run(() => Portal.AcceptAsync(mail))));

        Assert.All(outcomes.SelectMany(o => o), outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
        Assert.Equal(20, Kept.Files(Portal).Count);
        Assert.Equal((1, 20, 20, 1, 21), await Portal.QueryAsync(async db => (
            await db.Mailboxes.CountAsync(), await db.Deliveries.CountAsync(),
            await db.Notices.CountAsync(), await db.InitialPasswords.CountAsync(), await db.Outbox.CountAsync())));
    }

    [Fact]
    public async Task A_recipient_who_was_left_out_the_first_time_gets_it_the_second_time()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail, "bob@example.org");
        await AcceptedAsync(mail, "bob@example.org", "carol@example.org");
        Assert.Single(await Portal.ReadAsync("bob@example.org")).Dispose();
        Assert.Single(await Portal.ReadAsync("carol@example.org")).Dispose();
        Assert.Equal(2, Kept.Files(Portal).Count);
    }

    private async Task AcceptedAsync(byte[] mail, params string[] recipients) =>
        Assert.All(await Portal.AcceptAsync(mail, recipients), outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
}
