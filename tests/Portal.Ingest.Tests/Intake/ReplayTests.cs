using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Accounts;
using Portal.Core.Accounts.States;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Somebody kept a tunnelled mail and hands it in when the portal no longer has it, or late (threat C6).</summary>
public sealed class ReplayTests : OfficeTests
{
    private static readonly IntakeOutcome.Rejected TooOld = new(550, "5.4.7", "The message was signed too long ago");

    [Theory]
    [InlineData(1)]
    [InlineData(24 * 60 * 60)]
    [InlineData(8 * 24 * 60 * 60)]
    public async Task After_the_account_was_deleted_the_same_bytes_make_no_mail_no_mailbox_and_no_notice(int seconds)
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail);
        await DeleteAsync("bob@example.org");
        var before = await Kept.ByAsync(Portal);
        Portal.Clock.Advance(TimeSpan.FromSeconds(seconds));

        await AcceptedAsync(mail);

        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.Equal((0, 0, 1), await Portal.QueryAsync(async db => (
            await db.Mailboxes.CountAsync(), await db.Messages.CountAsync(), await db.Outbox.CountAsync(o => o.Kind == OutboxKind.Notice))));
    }

    [Fact]
    public async Task Once_the_digests_are_forgotten_the_same_bytes_are_too_old()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail);
        await DeleteAsync("bob@example.org");
        Portal.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromHours(23));
        await Portal.Get<ForgetDeleted>().RunAsync(default);
        await AcceptedAsync(mail);

        Portal.Clock.Advance(TimeSpan.FromHours(2));
        await Portal.Get<ForgetDeleted>().RunAsync(default);

        Assert.Equal(0, await Portal.QueryAsync(db => db.DeletedDeliveries.CountAsync()));
        var before = await Kept.ByAsync(Portal);
        Assert.Equal([TooOld], await Portal.AcceptAsync(mail));
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }

    [Fact]
    public async Task A_new_mail_invites_anew_and_the_deleted_one_does_not_come_back_with_it()
    {
        var deleted = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(deleted);
        await DeleteAsync("bob@example.org");
        await DeliverAsync(Originals.Fresh());
        var before = await Kept.ByAsync(Portal);
        Assert.Equal(1, await Portal.QueryAsync(db => db.InitialPasswords.CountAsync()));

        await AcceptedAsync(deleted);

        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.Single(await Portal.ReadAsync("bob@example.org")).Dispose();
    }

    [Fact]
    public async Task Who_has_deleted_nothing_gets_the_mail_that_another_has_deleted()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail);
        await DeleteAsync("bob@example.org");
        await AcceptedAsync(mail, "bob@example.org", "carol@example.org");
        Assert.Single(await Portal.ReadAsync("carol@example.org")).Dispose();
        Assert.Equal("carol@example.org", await Portal.QueryAsync(db => db.Mailboxes.Select(m => m.Address).SingleAsync()));
    }

    [Fact]
    public async Task What_waited_in_the_gateways_queue_for_five_days_comes_in()
    {
        var mail = await WrapAsync(Originals.Fresh());
        Portal.Clock.Advance(TimeSpan.FromDays(5));
        await AcceptedAsync(mail);
        Assert.Single(await Portal.ReadAsync("bob@example.org")).Dispose();
    }

    [Fact]
    public async Task What_was_signed_eight_days_ago_is_refused_and_the_log_says_why()
    {
        var mail = await WrapAsync(Originals.Fresh());
        Portal.Clock.Advance(TimeSpan.FromDays(8));
        var before = await Kept.ByAsync(Portal);

        Assert.Equal([TooOld], await Portal.AcceptAsync(mail));

        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.Contains(Portal.Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("Tunnel:MaxSignatureAge", StringComparison.Ordinal));
        Assert.DoesNotContain(Portal.Log.Lines, line => line.Text.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_old_mail_is_absorbed_for_who_has_it_and_refused_for_who_has_not()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await AcceptedAsync(mail, "bob@example.org");
        await DeliverAsync(Originals.Fresh(), "dora@example.org");
        var before = await Kept.ByAsync(Portal);
        Portal.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(
            [new IntakeOutcome.Accepted(), TooOld, TooOld],
            await Portal.AcceptAsync(mail, "bob@example.org", "carol@example.org", "dora@example.org"));
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }

    private async Task AcceptedAsync(byte[] mail, params string[] recipients) =>
        Assert.All(await Portal.AcceptAsync(mail, recipients), outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));

    private async Task DeleteAsync(string address)
    {
        var found = await Portal.Get<FindAccount>().ByAddressAsync("default", address, default);
        Assert.IsType<AccountChange.Changed>(await Portal.Get<DeleteAccount>().DeleteAsync(found!, new OperatorOrder("root", ""), default));
    }
}

/// <summary>Where the age of a signature is not asked for.</summary>
public sealed class EndlessSigningWindowTests() : OfficeTests(settings: [("Tunnel:MaxSignatureAge", "00:00:00")])
{
    [Fact]
    public async Task A_mail_may_have_been_signed_any_time_ago()
    {
        var mail = await WrapAsync(Originals.Fresh());
        Portal.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal([new IntakeOutcome.Accepted()], await Portal.AcceptAsync(mail));
        Assert.Single(await Portal.ReadAsync("bob@example.org")).Dispose();
    }

    [Fact]
    public async Task What_was_deleted_is_remembered_without_end()
    {
        var mail = await WrapAsync(Originals.Fresh());
        await Portal.AcceptAsync(mail);
        var found = await Portal.Get<FindAccount>().ByAddressAsync("default", "bob@example.org", default);
        await Portal.Get<DeleteAccount>().DeleteAsync(found!, new OperatorOrder("root", ""), default);
        Portal.Clock.Advance(TimeSpan.FromDays(20));
        await Portal.Get<ForgetDeleted>().RunAsync(default);
        var before = await Kept.ByAsync(Portal);

        Assert.Equal([new IntakeOutcome.Accepted()], await Portal.AcceptAsync(mail));

        Assert.Equal(before, await Kept.ByAsync(Portal));
    }
}
