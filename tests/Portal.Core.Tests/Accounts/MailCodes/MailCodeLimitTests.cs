using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.MailCodes;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.MailCodes;

/// <summary>How many codes an address gets, and what those are worth that it does not get.</summary>
public sealed class MailCodeLimitTests : IAsyncLifetime
{
    private const string Anna = "anna@recipient.example";
    private const string Bert = "bert@recipient.example";
    private const string Nobody = "nobody@recipient.example";
    private const string Code = "12345678"; // every one: the test knows also those that no mail has

    private readonly DeviceSecret _annas = DeviceSecret.Create();
    private readonly CountedCommands _commands = new();
    private Installation _installation = null!;
    private SendMailCode _send = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        await SeenAsync((await Person.RegisterAsync(_installation, Anna)).Id, _annas);
        await Invitation.SendAsync(_installation, Bert);
        _send = new SendMailCode(
            new WatchedContexts(_installation, _commands).Open(), _installation.Get<TenantCatalog>(), _installation.Get<ServerPepper>(),
            _installation.Get<OutboxSealer>(), new OutboxSignal(), _installation.Clock)
        {
            NewCode = () => Code,
        };
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_five_mailed_codes_are_right_and_those_beyond_that_no_mail_has_are_not()
    {
        var secrets = await AskAsync(Anna, null, 8);

        Assert.Equal(5, await MailedAsync());
        foreach (var (number, secret) in secrets.Index())
        {
            Assert.Equal(number < 5 ? MailCodeOutcome.Right : MailCodeOutcome.Wrong, await CheckAsync(secret));
        }
    }

    [Theory]
    [InlineData(Bert)]
    [InlineData(Nobody)]
    public async Task Where_nobody_is_concerned_no_code_is_right_and_a_row_bears_as_many_tries(string address)
    {
        var secret = Assert.Single(await AskAsync(address, null, 1));
        for (var attempt = 0; attempt < SendMailCode.Tries; attempt++)
        {
            Assert.Equal(MailCodeOutcome.Wrong, await CheckAsync(secret));
        }

        Assert.Equal(MailCodeOutcome.Ended, await CheckAsync(secret));
    }

    [Theory]
    [InlineData(Anna, false)]
    [InlineData(Anna, true)]
    [InlineData(Bert, true)]
    [InlineData(Nobody, false)]
    [InlineData(Nobody, true)]
    public async Task Every_address_costs_the_same_with_and_without_a_known_browser_and_beyond_the_limit(string address, bool known)
    {
        for (var time = 1; time <= (2 * SendMailCode.MostInWindow) + 2; time++)
        {
            await AskAsync(address, known ? _annas : null, 1);
            Assert.Equal((3 * time, time), (_commands.Queries, _commands.Commits));
        }

        Assert.All(await _installation.QueryAsync(db => db.MailCodes.ToListAsync()), row =>
            Assert.Equal((32, 32, SendMailCode.Tries), (row.Address.Length, row.Hash.Length, row.TriesLeft)));
    }

    [Fact]
    public async Task What_was_not_mailed_does_not_count()
    {
        await AskAsync(Anna, null, 5);
        _installation.Clock.Move(TimeSpan.FromMinutes(30));
        await AskAsync(Anna, null, 20);
        Assert.Equal(5, await MailedAsync());
        _installation.Clock.Move(TimeSpan.FromMinutes(31));
        await AskAsync(Anna, null, 1);
        Assert.Equal(6, await MailedAsync());
    }

    [Fact]
    public async Task The_owners_browser_gets_codes_when_strangers_have_used_up_their_share_and_nobody_elses_does()
    {
        var carls = DeviceSecret.Create();
        await SeenAsync((await Person.RegisterAsync(_installation, "carl@recipient.example")).Id, carls);
        foreach (var (device, mailed) in ((DeviceSecret?, int)[])[(null, 5), (carls, 5), (DeviceSecret.Create(), 5), (_annas, 10), (_annas, 10), (null, 10)])
        {
            await AskAsync(Anna, device, 12);
            Assert.Equal(mailed, await MailedAsync());
        }
    }

    private async Task<IReadOnlyList<MailCodeSecret>> AskAsync(string address, DeviceSecret? device, int times)
    {
        var secrets = new List<MailCodeSecret>();
        for (var time = 0; time < times; time++)
        {
            secrets.Add(await _send.SendAsync(
                new MailCodeRequest { Tenant = "default", Address = address, Purpose = MailCodePurpose.SignIn, Language = "en", Device = device },
                CancellationToken.None));
        }

        return secrets;
    }

    private Task<bool> SeenAsync(Guid accountId, DeviceSecret device) =>
        _installation.Get<RememberDevice>().SeenAsync(accountId, device, "Firefox", CancellationToken.None);

    private Task<MailCodeOutcome> CheckAsync(MailCodeSecret secret) => _installation.Get<CheckMailCode>().CheckAsync(secret, Code, CancellationToken.None);

    private Task<int> MailedAsync() => _installation.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.MailCode));
}
