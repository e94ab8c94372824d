using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Accounts.Resets;

/// <summary>The other ways to a new password: a code by SMS, and the help desk.</summary>
public sealed class ResetWaysTests
{
    private static readonly (string, string)[] FourEyes = [("PasswordReset", "HelpDesk"), ("PasswordResetFourEyes", "true")];
    private static readonly OperatorOrder Root = new("root", "called back");

    [Fact]
    public async Task The_code_by_sms_is_good_in_the_browser_that_asked_and_five_times()
    {
        await using var bench = await WithSmsAsync();
        var browser = ResetSecret.Create();
        await bench.AskAsync(browser: browser);
        var code = await CodeAsync(bench);

        Assert.Null(await RedeemAsync(bench, code, ResetSecret.Create()));
        Assert.Null(await RedeemAsync(bench, code, null));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            Assert.Null(await RedeemAsync(bench, Wrong(code), browser));
        }

        var token = await RedeemAsync(bench, $" {code[..4]} {code[4..]}", browser);
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(token!));
        Assert.Null(await RedeemAsync(bench, code, browser));
    }

    [Fact]
    public async Task After_five_wrong_ones_the_right_one_is_wrong_too_however_many_try_at_once()
    {
        await using var bench = await WithSmsAsync();
        var browser = ResetSecret.Create();
        await bench.AskAsync(browser: browser);
        var code = await CodeAsync(bench);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => RedeemAsync(bench, Wrong(code), browser))));

        Assert.Null(await RedeemAsync(bench, code, browser));
    }

    [Fact]
    public async Task Of_fifty_at_once_with_the_right_code_by_sms_one_is_led_on()
    {
        await using var bench = await WithSmsAsync();
        var browser = ResetSecret.Create();
        await bench.AskAsync(browser: browser);
        var code = await CodeAsync(bench);

        var tokens = await FiftyAsync(_ => RedeemAsync(bench, code, browser));

        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(Assert.Single(tokens, token => token is not null)!));
    }

    [Fact]
    public async Task Of_fifty_at_once_with_the_code_of_the_help_desk_one_sets_a_password_and_of_fifty_operators_one_has_read_it_out()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", "HelpDesk"));
        await bench.AskAsync(callBack: "+41 44 123 45 67");
        var id = Assert.Single(await Desk(bench).WaitingAsync(CancellationToken.None)).Id;

        var approvals = await FiftyAsync(n => Desk(bench).ApproveAsync(id, Root with { By = $"operator {n}" }, CancellationToken.None));
        var code = Assert.Single(approvals.OfType<Approval.Approved>()).Code;
        Assert.Equal(1, await bench.Installation.QueryAsync(db => db.AccountEvents.CountAsync(e => e.Trigger == AccountTrigger.ApproveReset)));
        var outcomes = await FiftyAsync(async n => await RedeemAsync(bench, code, null) is { } token
            ? await bench.ResetAsync(token, $"nine tired lanterns {n}")
            : new ResetOutcome.Ended());

        Assert.Single(outcomes.OfType<ResetOutcome.Done>());
        Assert.Equal(49, outcomes.OfType<ResetOutcome.Ended>().Count());
    }

    [Fact]
    public async Task A_code_by_sms_ends_after_ten_minutes_and_a_newer_one_voids_it()
    {
        await using var bench = await WithSmsAsync();
        var (first, second) = (ResetSecret.Create(), ResetSecret.Create());
        await bench.AskAsync(browser: first);
        var code = await CodeAsync(bench);
        bench.Installation.Clock.Move(TimeSpan.FromSeconds(1));
        await bench.AskAsync(browser: second);
        Assert.Null(await RedeemAsync(bench, code, first));

        bench.Installation.Clock.Move(SendResetCode.Lifetime);
        Assert.Null(await RedeemAsync(bench, await CodeAsync(bench), second));
    }

    [Fact]
    public async Task Where_everybody_needs_a_second_factor_the_phone_that_is_one_brings_no_password_too()
    {
        await using var bench = await WithSmsAsync(("SecondFactor", "Required"));
        await bench.AskAsync(browser: ResetSecret.Create());

        Assert.Empty(await bench.MailsAsync<SmsPayload>(OutboxKind.Sms));
        Assert.Equal(Post.Anna, Assert.Single(await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset)).To);
    }

    [Fact]
    public async Task Whoever_has_no_known_number_gets_a_link_instead()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", "Sms"));
        await bench.AskAsync(browser: ResetSecret.Create());
        Assert.Single(await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset));
    }

    [Fact]
    public async Task The_help_desk_sees_who_waits_and_reads_out_a_code_that_is_good_once()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", "HelpDesk"));
        await bench.AskAsync(callBack: "+41 44 123 45 67");
        var waiting = Assert.Single(await Desk(bench).WaitingAsync(CancellationToken.None));
        Assert.Equal((Post.Anna, "+41 44 123 45 67"), (waiting.Content!.Address, waiting.Content.CallBack));

        var approved = Assert.IsType<Approval.Approved>(await Desk(bench).ApproveAsync(waiting.Id, Root, CancellationToken.None));

        Assert.Empty(await Desk(bench).WaitingAsync(CancellationToken.None));
        Assert.IsType<Approval.Unknown>(await Desk(bench).ApproveAsync(waiting.Id, Root, CancellationToken.None));
        var token = await RedeemAsync(bench, approved.Code.ToLowerInvariant().Replace('-', ' '), null);
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(token!));
        Assert.Null(await RedeemAsync(bench, approved.Code, null));
        Assert.Equal(
            [AccountTrigger.ApproveReset, AccountTrigger.ResetPassword],
            await bench.Installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).Select(e => e.Trigger).Where(t => t >= AccountTrigger.ChangePassword).ToListAsync()));
    }

    [Fact]
    public async Task Four_eyes_are_two_operators()
    {
        await using var bench = await ResetBench.StartAsync(FourEyes);
        await bench.AskAsync(callBack: "123456");
        var id = Assert.Single(await Desk(bench).WaitingAsync(CancellationToken.None)).Id;

        Assert.IsType<Approval.NeedsAnother>(await Desk(bench).ApproveAsync(id, Root, CancellationToken.None));
        Assert.IsType<Approval.NeedsAnother>(await Desk(bench).ApproveAsync(id, Root, CancellationToken.None));
        Assert.Equal("root", Assert.Single(await Desk(bench).WaitingAsync(CancellationToken.None)).ApprovedBy);
        Assert.IsType<Approval.Approved>(await Desk(bench).ApproveAsync(id, Root with { By = "carla" }, CancellationToken.None));
    }

    [Fact]
    public async Task A_refused_request_and_a_newer_strangers_one_give_nothing_and_take_nothing()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", "HelpDesk"));
        await bench.AskAsync(callBack: "111111");
        bench.Installation.Clock.Move(TimeSpan.FromSeconds(1));
        await bench.AskAsync(callBack: "999999");
        var waiting = await Desk(bench).WaitingAsync(CancellationToken.None);
        Assert.Equal(["111111", "999999"], waiting.Select(w => w.Content!.CallBack));

        Assert.True(await Desk(bench).RefuseAsync(waiting[1].Id, Root, CancellationToken.None));
        Assert.False(await Desk(bench).RefuseAsync(waiting[1].Id, Root, CancellationToken.None));
        Assert.IsType<Approval.Unknown>(await Desk(bench).ApproveAsync(waiting[1].Id, Root, CancellationToken.None));
        Assert.IsType<Approval.Approved>(await Desk(bench).ApproveAsync(waiting[0].Id, Root, CancellationToken.None));
        await AssertAuditedAsync(bench, AccountTrigger.RefuseReset, bench.Installation.Clock.GetUtcNow()); // once, though tried twice
    }

    [Fact]
    public async Task A_damaged_request_is_shown_as_such_and_hides_no_other()
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", "HelpDesk"));
        await bench.AskAsync(callBack: "111111");
        bench.Installation.Clock.Move(TimeSpan.FromSeconds(1));
        await bench.AskAsync(callBack: "222222");
        var first = (await Desk(bench).WaitingAsync(CancellationToken.None))[0].Id;
        byte[] damaged = [1, 2, 3];
        await bench.Installation.QueryAsync(db => db.PasswordResets.Where(r => r.Id == first)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Box, damaged)));

        Assert.Equal([null, "222222"], (await Desk(bench).WaitingAsync(CancellationToken.None)).Select(w => w.Content?.CallBack));
        Assert.True(await Desk(bench).RefuseAsync(first, Root, CancellationToken.None));
        Assert.Single(await Desk(bench).WaitingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_operators_order_makes_the_password_good_no_more_and_sends_the_link()
    {
        await using var bench = await ResetBench.StartAsync();
        var found = (await bench.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;

        var change = await bench.Get<OrderReset>().OrderAsync(found, Root, CancellationToken.None);
        Assert.Equal(new AccountChange.Changed(AccountState.Registered, AccountState.Registered), change);
        Assert.Null(await bench.CheckAsync(Invitation.OwnPassword));
        await AssertAuditedAsync(bench, AccountTrigger.OrderReset, bench.Installation.Clock.GetUtcNow());
        await bench.Get<AnswerResets>().RunAsync(CancellationToken.None);

        var token = Assert.Single(await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset)).Token;
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(token));
        Assert.True(await bench.ReadsAsync(await bench.SignInAsync(ResetBench.NewPassword), bench.First));
    }

    [Theory]
    [InlineData("Mail")]
    [InlineData("HelpDesk")]
    public async Task An_operators_order_is_answered_however_often_strangers_have_asked_before(string way)
    {
        await using var bench = await ResetBench.StartAsync(("PasswordReset", way));
        for (var time = 0; time < 3 * AskReset.MostPerDay; time++)
        {
            bench.Installation.Clock.Move(TimeSpan.FromMinutes(time == AskReset.MostPerDay ? 61 : 0));
            await bench.AskAsync(callBack: "999999");
        }

        var found = (await bench.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;
        bench.Installation.Clock.Move(TimeSpan.FromSeconds(1));
        await bench.Get<OrderReset>().OrderAsync(found, Root, CancellationToken.None);
        await bench.Get<AnswerResets>().RunAsync(CancellationToken.None);

        if (way == "HelpDesk")
        {
            Assert.Equal(Post.Anna, Assert.Single(await Desk(bench).WaitingAsync(CancellationToken.None)).Content!.Address);
            return;
        }

        var mails = await bench.MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset);
        Assert.Equal(AskReset.MostPerDay + 1, mails.Count);
        Assert.IsType<ResetOutcome.Done>(await bench.ResetAsync(mails[^1].Token));
    }

    private static Task<T[]> FiftyAsync<T>(Func<int, Task<T>> work) => Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(() => work(n))));

    // Who, when, to whom and why: the operator's name for all who read the audit, the reason for those who have the vault's key.
    private static async Task AssertAuditedAsync(ResetBench bench, AccountTrigger trigger, DateTimeOffset at)
    {
        var row = Assert.Single(await bench.Installation.QueryAsync(db => db.AccountEvents.Where(e => e.Trigger == trigger).ToListAsync()));
        var mailbox = await bench.Installation.QueryAsync(db => db.Mailboxes.Select(m => m.Id).SingleAsync());
        Assert.Equal((bench.Anna.Id, mailbox, at), (row.AccountId, row.MailboxId, row.At));
        Assert.Equal((AccountActor.Operator, Root.By, Root.Reason), (row.Actor, row.By, ReasonBox.Open(bench.Get<VaultKey>(), row)));
        Assert.Equal((AccountState.Registered, AccountState.Registered), (row.From, row.To));
    }

    private static HelpDesk Desk(ResetBench bench) => bench.Get<HelpDesk>();

    private static Task<string?> RedeemAsync(ResetBench bench, string code, ResetSecret? browser) =>
        bench.Get<RedeemCode>().RedeemAsync(code, browser, CancellationToken.None);

    private static string Wrong(string code) => (code[0] == '9' ? '0' : '9') + code[1..];

    private static async Task<string> CodeAsync(ResetBench bench) =>
        Regex.Match((await bench.MailsAsync<SmsPayload>(OutboxKind.Sms))[^1].Text, "[0-9]{8}").Value;

    private static async Task<ResetBench> WithSmsAsync(params (string, string)[] settings)
    {
        var bench = await ResetBench.StartAsync(
            [("PasswordReset", "Sms"), ("Sms:Provider", "Mail"), ("Sms:Countries:0", "CH"), .. settings]);
        var profile = bench.Get<ProfileBox>().Seal(new AccountProfile("Anna") { Mobile = "+41791234567" }, bench.Anna.Id);
        await bench.Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, profile)));
        return bench;
    }
}
