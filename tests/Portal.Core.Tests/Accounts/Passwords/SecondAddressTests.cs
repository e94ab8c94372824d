using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts.Resets;
using Xunit;

namespace Portal.Core.Tests.Accounts.Passwords;

/// <summary>An account with two addresses, or with mail that a session has not open: what another password and a recovery code do to it.</summary>
public sealed class SecondAddressTests
{
    private const string Second = "heronsbrook@otherplace.example";

    [Fact]
    public async Task Where_nothing_is_open_the_password_stays_and_opens_the_mail_as_before()
    {
        await using var bench = await RecipientOnlyAsync();

        var changed = await ChangeAsync(bench, []);

        Assert.Equal((ChangeRefusal.MailboxClosed, null), (changed.Refusal, changed.Hash));
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(Invitation.OwnPassword), bench.First));
    }

    [Fact]
    public async Task A_session_that_began_before_an_address_joined_does_not_leave_that_address_behind()
    {
        await using var bench = await RecipientOnlyAsync();
        var older = await bench.SignInAsync(Invitation.OwnPassword);
        Assert.Equal(ProveAddressOutcome.Joined, await bench.JoinAsync(Second));

        Assert.Equal(ChangeRefusal.MailboxClosed, (await ChangeAsync(bench, older)).Refusal);
        Assert.NotNull((await ChangeAsync(bench, await bench.SignInAsync(Invitation.OwnPassword))).Hash);

        Assert.Equal(2, (await bench.SignInAsync(ResetBench.NewPassword)).Count);
    }

    [Fact]
    public async Task An_address_that_joins_while_the_password_is_hashed_is_seen_in_the_transaction()
    {
        await using var bench = await RecipientOnlyAsync();
        await bench.JoinAsync(Second);
        var one = (await bench.SignInAsync(Invitation.OwnPassword)).Where(m => m.Address != Second).ToList();
        using var hashed = await bench.Get<ReplacePassword>().HashAsync(bench.Anna, "default", ResetBench.NewPassword, CancellationToken.None);

        var written = await bench.Installation.QueryAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            return await bench.Get<ReplacePassword>().WriteAsync(db, bench.Anna, hashed, one, AccountTrigger.ChangePassword, CancellationToken.None);
        });

        Assert.Equal(WrittenPassword.LeavesClosed, written);
    }

    [Fact]
    public async Task An_address_does_not_join_with_a_password_that_was_changed_meanwhile()
    {
        await using var bench = await RecipientOnlyAsync();

        Assert.Equal(ProveAddressOutcome.PasswordChanged, await bench.JoinAsync(Second, hash: "another"));

        Assert.Single(await bench.SignInAsync(Invitation.OwnPassword));
        Assert.Equal(AddressCodes.Tries, await bench.Installation.QueryAsync(db => db.AddressProofs.Select(p => p.TriesLeft).SingleAsync()));
    }

    [Fact]
    public async Task A_code_covers_all_only_where_it_opens_the_address_that_joined_after_it()
    {
        await using var bench = await RecipientOnlyAsync();
        Assert.Equal(RecoveryCoverage.None, await CoverageAsync(bench));
        await bench.CodeAsync();
        Assert.Equal(RecoveryCoverage.All, await CoverageAsync(bench));

        await bench.JoinAsync(Second);
        Assert.Equal(RecoveryCoverage.Some, await CoverageAsync(bench));

        await bench.CodeAsync();
        Assert.Equal(RecoveryCoverage.All, await CoverageAsync(bench));
    }

    [Fact]
    public async Task A_session_that_has_not_all_open_makes_no_second_code_beside_the_first()
    {
        await using var bench = await RecipientOnlyAsync();
        var older = await bench.SignInAsync(Invitation.OwnPassword);
        await bench.JoinAsync(Second);
        using var code = RecoveryCode.Create();

        Assert.False(await bench.Get<KeepRecoveryCode>().KeepAsync(bench.Anna.Id, older, code, CancellationToken.None));
        Assert.False(await bench.Get<KeepRecoveryCode>().KeepAsync(bench.Anna.Id, [], code, CancellationToken.None));

        Assert.Equal(RecoveryCoverage.None, await CoverageAsync(bench));
    }

    [Fact]
    public async Task A_reset_with_the_code_of_before_asks_before_it_closes_the_address_that_joined_later()
    {
        await using var bench = await RecipientOnlyAsync();
        var code = await bench.CodeAsync();
        await bench.JoinAsync(Second);
        var token = await bench.TokenAsync();

        Assert.Equal(new ResetOutcome.WouldClose(WithCode: true), await bench.ResetAsync(token, code: code, mayClose: false));
        Assert.Equal(new ResetOutcome.WouldClose(WithCode: false), await bench.ResetAsync(token, mayClose: false));
        Assert.Equal(2, (await bench.SignInAsync(Invitation.OwnPassword)).Count);

        Assert.Equal(new ResetOutcome.Done(Lost: true), await bench.ResetAsync(token, code: code));
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));
    }

    [Fact]
    public async Task An_address_that_left_meanwhile_stops_neither_another_password_nor_a_code()
    {
        await using var bench = await RecipientOnlyAsync();
        await bench.JoinAsync(Second);
        var both = await bench.SignInAsync(Invitation.OwnPassword);
        var leaving = both.Single(m => m.Address == Second).Id;
        Assert.Equal(RemoveAddressOutcome.Removed, await bench.Get<RemoveAddress>().RemoveAsync(
            new FactorOwner(bench.Anna.Id, "default", "Firefox"), leaving, withMail: true, CancellationToken.None));
        using var code = RecoveryCode.Create();

        Assert.True(await bench.Get<KeepRecoveryCode>().KeepAsync(bench.Anna.Id, both, code, CancellationToken.None));
        Assert.NotNull((await ChangeAsync(bench, both)).Hash);

        Assert.Equal(RecoveryCoverage.All, await CoverageAsync(bench));
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_succeeds_and_the_other_says_so()
    {
        await using var bench = await ResetBench.StartAsync();
        var mailboxes = await bench.SignInAsync(Invitation.OwnPassword);

        var changed = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => Task.Run(() => ChangeAsync(bench, mailboxes, $"nine tired lanterns {n}"))));
        var stale = await bench.Installation.QueryAsync(async db =>
        {
            using var hashed = await bench.Get<ReplacePassword>().HashAsync(bench.Anna, "default", ResetBench.NewPassword, CancellationToken.None);
            await using var transaction = await db.Database.BeginTransactionAsync();
            return await bench.Get<ReplacePassword>().WriteAsync(db, bench.Anna, hashed, mailboxes, AccountTrigger.ChangePassword, CancellationToken.None);
        });

        Assert.All(changed, c => Assert.True(c is { Hash: not null } or { Refusal: ChangeRefusal.Concurrent }));
        Assert.Contains(changed, c => c.Hash is not null);
        Assert.Equal(WrittenPassword.Concurrent, stale);
    }

    [Fact]
    public async Task No_address_of_the_person_is_a_password()
    {
        await using var bench = await ResetBench.StartAsync();
        await bench.JoinAsync(Second);

        Assert.Equal(PasswordWeakness.LikeAddressOrName, (await ChangeAsync(bench, await bench.SignInAsync(Invitation.OwnPassword), "heronsbrook otherplace")).Weakness);
    }

    private static Task<ResetBench> RecipientOnlyAsync() => ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));

    private static Task<RecoveryCoverage> CoverageAsync(ResetBench bench) =>
        bench.Get<KeepRecoveryCode>().CoverageAsync(bench.Anna.Id, CancellationToken.None);

    private static Task<ChangedPassword> ChangeAsync(
        ResetBench bench, IReadOnlyList<UnlockedMailbox> mailboxes, string password = ResetBench.NewPassword) =>
        bench.Get<ChangePassword>().ChangeAsync(bench.Anna.Id, "default", mailboxes, password, CancellationToken.None);
}
