using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Resets;

public sealed class ResetPasswordTests
{
    [Fact]
    public async Task In_a_recoverable_tenant_the_new_password_keeps_the_mail_and_the_old_one_is_good_no_more()
    {
        await using var bench = await ResetBench.StartAsync();

        Assert.Equal(new ResetOutcome.Done(Lost: false), await bench.ResetAsync(await bench.TokenAsync()));

        Assert.Null(await bench.CheckAsync(Invitation.OwnPassword));
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));
        using var right = await bench.CheckAsync(ResetBench.NewPassword);
        Assert.Single(await bench.Get<UnlockMailboxes>().OfAsync(bench.Anna.Id, right!.Secret!, CancellationToken.None)); // the password slot, too
    }

    [Fact]
    public async Task Where_only_the_recipient_opens_mail_the_recovery_code_keeps_it()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        var code = await bench.CodeAsync();
        var token = await bench.TokenAsync();

        Assert.IsType<ResetOutcome.CodeWrong>(await bench.ResetAsync(token, code: code[..^1]));
        Assert.IsType<ResetOutcome.CodeWrong>(await bench.ResetAsync(token, code: OtherCode()));
        Assert.Equal(new ResetOutcome.Done(Lost: false), await bench.ResetAsync(token, code: code.ToLowerInvariant()));

        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));
        Assert.DoesNotContain(await bench.SlotsAsync(), slot => slot.Kind == KeySlotKind.Vault);
    }

    [Fact]
    public async Task Without_the_code_old_mail_stays_closed_new_mail_works_and_the_former_password_opens_the_old_one_for_good()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));

        Assert.Equal(new ResetOutcome.Done(Lost: true), await bench.ResetAsync(await bench.TokenAsync()));

        var later = await bench.DeliverAsync("Later");
        var open = await bench.SignInAsync(ResetBench.NewPassword);
        Assert.True(await bench.ReadsAsync(open, later));
        Assert.False(await bench.ReadsAsync(open, bench.First));
        var closed = Assert.Single(await bench.Get<FindClosedMailboxes>().OfAsync(bench.Anna.Id, [.. open.Select(m => m.Id)], CancellationToken.None));
        Assert.Equal((1, true), (closed.Messages, closed.Replaced));

        using (var present = await bench.CheckAsync(ResetBench.NewPassword))
        {
            Assert.Single((await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, present, null, "another password", CancellationToken.None)).Mailboxes);
            Assert.Equal(2, (await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, present, null, Invitation.OwnPassword, CancellationToken.None)).Mailboxes.Count);
        }

        var both = await bench.SignInAsync(ResetBench.NewPassword);
        Assert.True(await bench.ReadsAsync(both, bench.First));
        Assert.True(await bench.ReadsAsync(both, later));
    }

    [Fact]
    public async Task The_recovery_code_of_then_opens_the_old_mail_later_for_this_session_or_with_the_password_for_good()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        var text = await bench.CodeAsync();
        await bench.ResetAsync(await bench.TokenAsync());
        using var code = Assert.IsType<RecoveryCodeReading.Read>(RecoveryCode.Read(text)).Code;

        var forNow = await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, null, code, "", CancellationToken.None);
        Assert.True(await bench.ReadsAsync(forNow.Mailboxes, bench.First));
        Assert.False(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));

        using var present = await bench.CheckAsync(ResetBench.NewPassword);
        await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, present, code, "", CancellationToken.None);
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));
    }

    [Fact]
    public async Task Former_passwords_wait_after_five_wrong_ones_and_neither_the_present_one_nor_the_recovery_code_gives_tries_back()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        await bench.ResetAsync(await bench.TokenAsync());
        for (var n = 0; n < 5; n++)
        {
            Assert.False(await TryAsync("wrong"));
        }

        Assert.True(await TryAsync(Invitation.OwnPassword)); // waits, though it is right
        bench.Installation.Clock.Move(TimeSpan.FromSeconds(31));
        Assert.False(await TryAsync(Invitation.OwnPassword, 2));
        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.Users.Select(a => a.FormerFailedCount).SingleAsync()));

        // Without the present password none is tried, whatever else is typed: it would be one to guess.
        using var code = RecoveryCode.Create();
        var open = await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, null, code, ResetBench.NewPassword, CancellationToken.None);
        Assert.Equal((0, false), (open.Mailboxes.Count, open.FormerWaits));

        async Task<bool> TryAsync(string former, int opened = 1)
        {
            using var present = await bench.CheckAsync(ResetBench.NewPassword);
            var result = await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, present, null, former, CancellationToken.None);
            Assert.Equal(opened, result.Mailboxes.Count);
            result.Mailboxes.Shut();
            return result.FormerWaits;
        }
    }

    [Fact]
    public async Task A_former_password_of_ones_own_reset_gives_no_tries_back_at_those_of_before()
    {
        const string Later = "four slow windmills";
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        await bench.ResetAsync(await bench.TokenAsync());
        await bench.DeliverAsync("Between");
        await bench.ResetAsync(await bench.TokenAsync(), Later);
        using var present = await bench.CheckAsync(Later);
        var (open, most) = (bench.Get<OpenClosed>(), 0);
        foreach (var former in (string[])["wrong", "wrong", "wrong", ResetBench.NewPassword, "wrong"])
        {
            var opened = (await open.OpenAsync(bench.Anna.Id, present, null, former, CancellationToken.None)).Mailboxes;
            most = Math.Max(most, opened.Count);
            opened.Shut();
        }

        Assert.Equal(2, most); // the one of today and the one of between; that of before stays closed

        Assert.True((await open.OpenAsync(bench.Anna.Id, present, null, "wrong", CancellationToken.None)).FormerWaits);
        Assert.Equal(5, await bench.Installation.QueryAsync(db => db.Users.Select(a => a.FormerFailedCount).SingleAsync()));
    }

    [Fact]
    public async Task A_password_that_was_changed_meanwhile_keeps_nothing_open()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        await bench.ResetAsync(await bench.TokenAsync());
        using var present = await bench.CheckAsync(ResetBench.NewPassword);
        var slots = await SlotsAsync(bench);
        await bench.Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, "another")));

        var open = await bench.Get<OpenClosed>().OpenAsync(bench.Anna.Id, present, null, Invitation.OwnPassword, CancellationToken.None);

        Assert.Equal(2, open.Mailboxes.Count); // for this session
        Assert.Equal(slots, await SlotsAsync(bench));

        static Task<List<byte[]>> SlotsAsync(ResetBench bench) =>
            bench.Installation.QueryAsync(db => db.KeySlots.OrderBy(s => s.Id).Select(s => s.Slot).ToListAsync());
    }

    [Fact]
    public async Task All_sessions_end_and_every_address_is_told()
    {
        await using var bench = await ResetBench.StartAsync();
        var begin = new BeginSession(bench.Get<IDbContextFactory<PortalContext>>(), bench.Get<TenantCatalog>(), bench.Installation.Clock);
        await begin.BeginAsync(
            new SessionContent { AccountId = bench.Anna.Id, Tenant = "default", Name = "Anna", Mailboxes = [] }, "", null, null, CancellationToken.None);

        await bench.ResetAsync(await bench.TokenAsync());

        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.Sessions.CountAsync()));
        Assert.Null(await begin.BeginAsync( // somebody whose old password was checked a moment before
            new SessionContent { AccountId = bench.Anna.Id, Tenant = "default", Name = "Anna", Mailboxes = [] }, "", bench.Anna.PasswordHash, null, CancellationToken.None));
        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.Sessions.CountAsync()));
        var mail = Assert.Single(await bench.MailsAsync<PasswordChangedPayload>(OutboxKind.PasswordChanged));
        Assert.Equal((Messages.Post.Anna, true, "de"), (mail.To, mail.Reset, mail.Language));
        var change = await bench.Installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).LastAsync());
        Assert.Equal((AccountTrigger.ResetPassword, AccountActor.Person), (change.Trigger, change.Actor));
    }

    [Fact]
    public async Task A_link_is_good_once_an_older_one_is_void_and_looking_uses_nothing_up()
    {
        await using var bench = await ResetBench.StartAsync();
        var older = await bench.TokenAsync();
        var token = await bench.TokenAsync();
        for (var look = 0; look < 5; look++)
        {
            Assert.NotNull(await bench.Get<FindReset>().FindAsync(token, CancellationToken.None));
        }

        Assert.IsType<ResetOutcome.Ended>(await bench.ResetAsync(older));
        Assert.IsType<ResetOutcome.PasswordRefused>(await bench.ResetAsync(token, "too short"));
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(token));
        Assert.IsType<ResetOutcome.Ended>(await bench.ResetAsync(token, "seven other lanterns"));
        Assert.Null(await bench.CheckAsync("seven other lanterns"));
    }

    [Fact]
    public async Task Of_fifty_at_once_with_one_link_one_succeeds()
    {
        await using var bench = await ResetBench.StartAsync();
        var token = await bench.TokenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(() => bench.ResetAsync(token, $"nine tired lanterns {n}"))));

        Assert.Single(outcomes.OfType<ResetOutcome.Done>());
        Assert.Equal(49, outcomes.OfType<ResetOutcome.Ended>().Count());
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public async Task A_link_ends_after_an_hour(int minutes, bool good)
    {
        await using var bench = await ResetBench.StartAsync();
        var token = await bench.TokenAsync();
        bench.Installation.Clock.Move(TimeSpan.FromMinutes(minutes));

        Assert.Equal(good, await bench.ResetAsync(token) is ResetOutcome.Done);
    }

    [Theory]
    [InlineData("UPDATE \"Accounts\"")]
    [InlineData("UPDATE \"Mailboxes\"")]
    [InlineData("INSERT INTO \"Mailboxes\"")]
    [InlineData("DELETE FROM \"KeySlots\"")]
    [InlineData("INSERT INTO \"KeySlots\"")]
    [InlineData("DELETE FROM \"Sessions\"")]
    [InlineData("INSERT INTO \"Outbox\"")]
    [InlineData("COMMIT")]
    public async Task Whatever_fails_on_the_way_everything_is_as_before_and_the_link_is_still_good(string statement)
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        var token = await bench.TokenAsync();
        var failing = new FailingStatement(statement);
        var contexts = new WatchedContexts(bench.Installation, failing).Open();
        var reset = new ResetPassword(
            contexts, bench.Get<FindReset>(), bench.Get<CheckAnswer>(), bench.Get<UnlockMailboxes>(), bench.Get<ReplaceMailboxes>(),
            bench.Get<ReplacePassword>(), bench.Installation.Clock);

        await Assert.ThrowsAnyAsync<Exception>(() => reset.ResetAsync(
            new ResetInput { Token = token, NewPassword = ResetBench.NewPassword, MayClose = true }, CancellationToken.None));

        Assert.Equal(1, failing.Failures);
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(Invitation.OwnPassword), bench.First));
        Assert.Null(await bench.CheckAsync(ResetBench.NewPassword));
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(token));
    }

    [Fact]
    public async Task A_wait_after_wrong_passwords_ends_with_the_new_one()
    {
        await using var bench = await ResetBench.StartAsync();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            Assert.Null(await bench.CheckAsync("wrong"));
        }

        await bench.ResetAsync(await bench.TokenAsync());

        Assert.NotNull(await bench.CheckAsync(ResetBench.NewPassword));
    }

    [Fact]
    public async Task The_question_is_asked_besides_the_link_forgives_spelling_and_bears_ten_wrong_answers()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordResetQuestion", "true"));
        await bench.Get<SetQuestion>().SetAsync(bench.Anna.Id, "What did we call the boat?", "Wind-Rose 2", CancellationToken.None);
        var token = await bench.TokenAsync();
        Assert.Empty(bench.Installation.FilesWith("call the boat"));

        Assert.IsType<ResetOutcome.AnswerWrong>(await bench.ResetAsync(token));
        Assert.IsType<ResetOutcome.AnswerWrong>(await bench.ResetAsync(token, answer: "windrose"));
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(token, answer: " WINDROSE 2!"));

        token = await bench.TokenAsync();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.IsType<ResetOutcome.AnswerWrong>(await bench.ResetAsync(token, "eight more lanterns", answer: "wrong"));
        }

        Assert.IsType<ResetOutcome.AnswerWrong>(await bench.ResetAsync(token, "eight more lanterns", answer: "windrose2"));

        // Only an operator takes the question away.
        var found = (await bench.Get<Core.Accounts.FindAccount>().ByAddressAsync("default", Messages.Post.Anna, CancellationToken.None))!;
        await bench.Get<OrderReset>().OrderAsync(found, new Core.Accounts.States.OperatorOrder("root", ""), CancellationToken.None);
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(await bench.TokenAsync(), "eight more lanterns"));
    }

    private static string OtherCode()
    {
        using var code = RecoveryCode.Create();
        return code.ToText();
    }
}
