using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts.Resets;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Passwords;

public sealed class ChangePasswordTests
{
    [Theory]
    [InlineData("Recoverable")]
    [InlineData("RecipientOnly")]
    public async Task The_new_password_opens_what_the_session_had_open_and_the_old_one_nothing(string recovery)
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", recovery));

        Assert.Null(await ChangeAsync(bench, ResetBench.NewPassword));

        Assert.Null(await bench.CheckAsync(Invitation.OwnPassword));
        using var right = await bench.CheckAsync(ResetBench.NewPassword);
        var open = await bench.Get<UnlockMailboxes>().OfAsync(bench.Anna.Id, right!.Secret!, CancellationToken.None);
        Assert.True(await bench.ReadsAsync(open, bench.First));
        Assert.Equal(recovery == "Recoverable", (await bench.SlotsAsync()).Any(slot => slot.Kind == KeySlotKind.Vault));
        Assert.False(Assert.Single(await bench.MailsAsync<PasswordChangedPayload>(OutboxKind.PasswordChanged)).Reset);
    }

    [Theory]
    [InlineData("UPDATE \"Accounts\"")]
    [InlineData("DELETE FROM \"KeySlots\"")]
    [InlineData("INSERT INTO \"KeySlots\"")]
    [InlineData("INSERT INTO \"Outbox\"")]
    [InlineData("COMMIT")]
    public async Task Whatever_fails_on_the_way_the_old_password_opens_everything_as_before(string statement)
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", "RecipientOnly"));
        var failing = new FailingStatement(statement);
        var change = new ChangePassword(new WatchedContexts(bench.Installation, failing).Open(), bench.Get<ReplacePassword>(), bench.Get<FindClosedMailboxes>());

        var mailboxes = await bench.SignInAsync(Invitation.OwnPassword);
        await Assert.ThrowsAnyAsync<Exception>(() => change.ChangeAsync(
            bench.Anna.Id, "default", mailboxes, ResetBench.NewPassword, CancellationToken.None));

        Assert.Equal(1, failing.Failures);
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(Invitation.OwnPassword), bench.First));
        Assert.Null(await bench.CheckAsync(ResetBench.NewPassword));
    }

    [Fact]
    public async Task As_many_former_passwords_as_the_tenant_wants_may_not_be_chosen_again_and_no_more_are_kept()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordHistory", "3"));
        Assert.Equal(PasswordWeakness.Former, await ChangeAsync(bench, Invitation.OwnPassword));
        foreach (var password in (string[])["first tired lantern", "second tired lantern", "third tired lantern"])
        {
            Assert.Null(await ChangeAsync(bench, password));
        }

        Assert.Equal(2, await bench.Installation.QueryAsync(db => db.FormerPasswords.CountAsync()));
        foreach (var password in (string[])["first tired lantern", "second tired lantern", "third tired lantern"])
        {
            Assert.Equal(PasswordWeakness.Former, await ChangeAsync(bench, password));
        }

        Assert.Null(await ChangeAsync(bench, Invitation.OwnPassword));
    }

    [Fact]
    public async Task Where_the_tenant_wants_no_history_none_is_kept()
    {
        await using var bench = await ResetBench.StartAsync();
        Assert.Null(await ChangeAsync(bench, ResetBench.NewPassword));
        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.FormerPasswords.CountAsync()));
    }

    [Fact]
    public async Task A_new_recovery_code_takes_the_place_of_the_old_one()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", "RecipientOnly"));
        var (first, second) = (await bench.CodeAsync(), await bench.CodeAsync());

        Assert.Empty(await OpenAsync(bench, first));
        Assert.True(await bench.ReadsAsync(await OpenAsync(bench, second), bench.First));
        Assert.Empty(bench.Installation.FilesWith(second));
    }

    private static async Task<IReadOnlyList<UnlockedMailbox>> OpenAsync(ResetBench bench, string text)
    {
        using var code = ((RecoveryCodeReading.Read)RecoveryCode.Read(text)).Code;
        return await bench.Get<UnlockMailboxes>().OfAsync(bench.Anna.Id, code, CancellationToken.None);
    }

    private static async Task<PasswordWeakness?> ChangeAsync(ResetBench bench, string password)
    {
        var mailboxes = await bench.Get<UnlockMailboxes>().OfAsync(bench.Anna.Id, CancellationToken.None);
        if (mailboxes.Count == 0)
        {
            mailboxes = await bench.SignInAsync(Invitation.OwnPassword);
        }

        return (await bench.Get<ChangePassword>().ChangeAsync(bench.Anna.Id, "default", mailboxes, password, CancellationToken.None)).Weakness;
    }
}
