using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.MailCodes;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.MailCodes;

public sealed class MailCodeTests : IAsyncLifetime
{
    private const string Anna = "anna@recipient.example";
    private Installation _installation = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        var invitation = await Invitation.SendAsync(_installation, Anna);
        await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Of_fifty_at_once_with_the_right_code_one_succeeds()
    {
        var secret = await SendAsync(Anna);
        var code = (await CodesAsync()).Single().Code;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => CheckAsync(secret, code))));
        Assert.Single(outcomes, MailCodeOutcome.Right);
    }

    [Fact]
    public async Task However_many_guess_at_once_ten_tries_are_compared()
    {
        var secret = await SendAsync(Anna);
        var right = (await CodesAsync()).Single().Code;
        var wrong = right[..^1] + (right[^1] == '0' ? '1' : '0');
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => CheckAsync(secret, wrong))));
        Assert.Equal(SendMailCode.Tries, outcomes.Count(o => o == MailCodeOutcome.Wrong));
        Assert.Equal(MailCodeOutcome.Ended, await CheckAsync(secret, right));
    }

    [Fact]
    public async Task A_code_for_one_purpose_is_good_for_no_other()
    {
        var secret = await SendAsync(Anna);
        var code = (await CodesAsync()).Single().Code;
        Assert.Equal(MailCodeOutcome.Ended, await CheckAsync(MailCodeSecret.Parse(secret.ToText(), MailCodePurpose.Mailbox)!, code));
        Assert.Equal(MailCodeOutcome.Right, await CheckAsync(secret, code));
    }

    [Theory]
    [InlineData("Hash")]
    [InlineData("Id")]
    public async Task A_changed_row_takes_no_code(string column)
    {
        var secret = await SendAsync(Anna);
        var code = (await CodesAsync()).Single().Code;
        await _installation.QueryAsync(db => column == "Id"
            ? db.MailCodes.ExecuteUpdateAsync(set => set.SetProperty(c => c.Id, new byte[32]))
            : db.MailCodes.ExecuteUpdateAsync(set => set.SetProperty(c => c.Hash, new byte[32])));
        Assert.Equal(column == "Id" ? MailCodeOutcome.Ended : MailCodeOutcome.Wrong, await CheckAsync(secret, code));
    }

    [Fact]
    public async Task Parallel_requests_get_no_more_mails_than_an_address_may_have()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SendAsync(Anna))));
        Assert.Equal(SendMailCode.MostInWindow, (await CodesAsync()).Count);
    }

    [Theory]
    [InlineData("nobody@recipient.example", MailCodePurpose.SignIn, 0)]
    [InlineData("nobody@recipient.example", MailCodePurpose.Mailbox, 0)]
    [InlineData("carl@recipient.example", MailCodePurpose.SignIn, 0)]
    [InlineData("carl@recipient.example", MailCodePurpose.Mailbox, 1)]
    [InlineData(Anna, MailCodePurpose.SignIn, 1)]
    [InlineData(Anna, MailCodePurpose.Mailbox, 1)]
    public async Task A_row_is_written_for_everybody_and_mail_goes_to_whom_it_concerns(string address, MailCodePurpose purpose, int mails)
    {
        await Invitation.SendAsync(_installation, "carl@recipient.example");
        await SendAsync(address, purpose);
        Assert.Equal(mails, (await CodesAsync()).Count);
        Assert.Equal(1, await _installation.QueryAsync(db => db.MailCodes.CountAsync()));
        Assert.Empty(_installation.FilesWith("nobody@recipient.example"));
    }

    [Fact]
    public async Task Codes_are_forgotten_when_they_count_no_more()
    {
        await SendAsync(Anna);
        await _installation.Get<SendMailCode>().ForgetAsync(CancellationToken.None);
        Assert.Equal(1, await _installation.QueryAsync(db => db.MailCodes.CountAsync()));
        _installation.Clock.Move(SendMailCode.Window + TimeSpan.FromSeconds(1));
        await _installation.Get<SendMailCode>().ForgetAsync(CancellationToken.None);
        Assert.Equal(0, await _installation.QueryAsync(db => db.MailCodes.CountAsync()));
    }

    private Task<MailCodeSecret> SendAsync(string address, MailCodePurpose purpose = MailCodePurpose.SignIn) => _installation.Get<SendMailCode>().SendAsync(
        new MailCodeRequest { Tenant = "default", Address = address, Purpose = purpose, Language = "en" }, CancellationToken.None);

    private Task<MailCodeOutcome> CheckAsync(MailCodeSecret secret, string code) => _installation.Get<CheckMailCode>().CheckAsync(secret, code, CancellationToken.None);

    private async Task<IReadOnlyList<MailCodePayload>> CodesAsync()
    {
        var entries = await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.MailCode).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(
            VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), OutboxJson.Default.MailCodePayload)!)];
    }
}
