using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts.Resets;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Addresses;

public sealed class AddressTests : IAsyncLifetime
{
    private const string Second = "anna.second@recipient.example";

    private Installation _installation = null!;
    private Post _post = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _anna = await Person.RegisterAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_code_makes_a_new_address_the_accounts_and_its_first_mail_is_no_invitation()
    {
        var code = await AddAsync(Second);
        Assert.Matches("^[0-9]{8}$", code);
        Assert.Equal(ProveAddressOutcome.Joined, await ProveAsync($" {code![..4]} {code[4..]}"));

        await _post.DeliverAsync(Post.Mail("For the second"), Second);

        Assert.Equal(2, (await ListAsync()).Rows.Count);
        Assert.True(await _installation.QueryAsync(db => db.InitialPasswords.AllAsync(p => p.UsedAt != null)));
        var joined = await _installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).LastAsync());
        Assert.Equal((AccountState.Registered, AccountActor.Person, _anna.Id), (joined.To, joined.Actor, joined.AccountId));
    }

    [Fact]
    public async Task A_mailbox_that_waits_for_its_reader_joins_with_its_mail_and_its_invitation_ends()
    {
        var invitation = await Invitation.SendAsync(_installation, Second);
        Assert.Equal(ProveAddressOutcome.Joined, await ProveAsync((await AddAsync(Second))!, initial: invitation.InitialPassword));

        Assert.Equal(2, (await ListAsync()).Rows.Count);
        Assert.IsType<RegisterOutcome.AlreadyRegistered>(
            await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
        _installation.Clock.Move(TimeSpan.FromDays(60));
        Assert.Equal((0, 0), await _installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Mail_that_waits_for_an_initial_password_is_not_had_by_the_mailbox_alone()
    {
        var invitation = await Invitation.SendAsync(_installation, Second);
        var code = (await AddAsync(Second))!;
        for (var more = 0; more < 20; more++)
        {
            Assert.Equal(ProveAddressOutcome.NeedsInitialPassword, await ProveAsync(code)); // costs no try of either
        }

        for (var tries = 0; tries < 10; tries++)
        {
            Assert.Equal(ProveAddressOutcome.WrongInitialPassword, await ProveAsync(code, initial: "bcdf-ghjk-mnpq-rstv"));
        }

        Assert.Equal(ProveAddressOutcome.InitialPasswordEnded, await ProveAsync(code, initial: invitation.InitialPassword));
        Assert.Single((await ListAsync()).Rows);
        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(
            await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
    }

    [Fact]
    public async Task A_mailbox_whose_invitation_has_ended_does_not_join_until_it_is_invited_anew()
    {
        var invitation = await Invitation.SendAsync(_installation, Second);
        _installation.Clock.Move(TimeSpan.FromDays(60));
        await _installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None);
        var code = (await AddAsync(Second))!;
        Assert.Equal(ProveAddressOutcome.InitialPasswordEnded, await ProveAsync(code, initial: invitation.InitialPassword));
        await _installation.QueryAsync(db => db.InitialPasswords.Where(p => p.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Channel, InitialPasswordChannel.None)));
        Assert.Equal(ProveAddressOutcome.InitialPasswordEnded, await ProveAsync(code));

        var anew = await Invitation.SendAsync(_installation, Second);
        Assert.Equal(ProveAddressOutcome.Joined, await ProveAsync(code, initial: anew.InitialPassword));
    }

    [Fact]
    public async Task Where_the_initial_password_comes_by_SMS_on_demand_the_notice_is_the_way_to_it()
    {
        await Invitation.SendAsync(_installation, Second);
        await _installation.QueryAsync(db => db.InitialPasswords.Where(p => p.UsedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Channel, InitialPasswordChannel.SmsAtOpening).SetProperty(p => p.GoodUntil, (DateTimeOffset?)null)));
        Assert.Equal(ProveAddressOutcome.InitialPasswordNotSent, await ProveAsync((await AddAsync(Second))!));
    }

    [Fact]
    public async Task Where_only_the_owner_is_to_open_mailboxes_one_that_joins_is_closed_with_the_password()
    {
        await using var bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        await bench.Get<AddAddress>().AddAsync(bench.Anna.Id, "default", Second, "en", CancellationToken.None);
        var code = (await bench.MailsAsync<AddressPayload>(OutboxKind.AddressCode)).Single().Code!;
        var proof = await bench.Installation.QueryAsync(db => db.AddressProofs.Select(p => p.Id).SingleAsync());
        using var own = await bench.Get<CheckPassword>().CheckAgainAsync(bench.Anna.Id, Invitation.OwnPassword, null, CancellationToken.None);

        Assert.Equal(ProveAddressOutcome.Joined, await bench.Get<ProveAddress>().ProveAsync(
            Owner(bench.Anna.Id), proof, new AddressTry(code, Secret: own!.Secret), CancellationToken.None));

        Assert.Equal(0, await bench.Installation.QueryAsync(db => db.KeySlots.CountAsync(s => s.Kind == KeySlotKind.Vault)));
        var opened = await bench.Get<UnlockMailboxes>().OfAsync(bench.Anna.Id, own.Secret!, CancellationToken.None);
        Assert.Equal([Second, Post.Anna], opened.Select(m => m.Address).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_address_of_somebody_else_is_refused_by_mail_to_its_owner_alone()
    {
        var bert = await Person.RegisterAsync(_installation, Post.Bert);
        Assert.Null(await AddAsync(Post.Bert));

        var mail = Assert.Single(await MailsAsync());
        Assert.Equal((OutboxKind.AddressTaken, Post.Bert), (mail.Kind, mail.Payload.To));
        Assert.Equal(ProveAddressOutcome.Wrong, await ProveAsync("12345678"));
        Assert.Equal(bert.Id, await _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Bert).Select(m => m.AccountId).SingleAsync()));
    }

    [Fact]
    public async Task A_code_bears_ten_tries_and_an_hour_and_is_only_its_accounts()
    {
        var code = (await AddAsync(Second))!;
        var bert = await Person.RegisterAsync(_installation, Post.Bert);
        Assert.Equal(ProveAddressOutcome.Ended, await ProveAsync(code, bert.Id));
        for (var i = 1; i < AddressCodes.Tries; i++)
        {
            Assert.Equal(ProveAddressOutcome.Wrong, await ProveAsync(code == "00000000" ? "00000001" : "00000000"));
        }

        Assert.Equal(ProveAddressOutcome.Ended, await ProveAsync(code == "00000000" ? "00000001" : "00000000"));
        Assert.Equal(ProveAddressOutcome.Ended, await ProveAsync(code));

        var other = (await AddAsync("third@recipient.example"))!;
        var proof = await _installation.QueryAsync(db => db.AddressProofs.Where(p => p.Address == "third@recipient.example").Select(p => p.Id).SingleAsync());
        _installation.Clock.Move(AddressCodes.Lifetime);
        Assert.Equal(ProveAddressOutcome.Ended, await _installation.Get<ProveAddress>().ProveAsync(Owner(), proof, new AddressTry(other), CancellationToken.None));
    }

    [Fact]
    public async Task Of_fifty_proofs_at_once_one_succeeds()
    {
        var code = (await AddAsync(Second))!;
        var proof = await ProofAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => _installation.Get<ProveAddress>().ProveAsync(Owner(), proof, new AddressTry(code), CancellationToken.None))));

        Assert.Equal(1, outcomes.Count(o => o == ProveAddressOutcome.Joined));
        Assert.Equal(49, outcomes.Count(o => o == ProveAddressOutcome.Ended));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Mailboxes.CountAsync(m => m.AccountId == _anna.Id)));
    }

    [Fact]
    public async Task Of_a_registration_and_a_proof_at_once_one_succeeds()
    {
        var invitation = await Invitation.SendAsync(_installation, Second);
        var code = (await AddAsync(Second))!;
        var registered = Task.Run(() => _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
        var proved = Task.Run(() => ProveAsync(code));
        Assert.True(await proved == ProveAddressOutcome.Joined ^ await registered is RegisterOutcome.Registered);
    }

    [Fact]
    public async Task The_mails_of_an_hour_are_few()
    {
        Assert.Equal(AddAddressOutcome.Own, await RequestAsync(Post.Anna));
        for (var i = 0; i < AddAddress.MostWaiting; i++)
        {
            Assert.Equal(AddAddressOutcome.Sent, await RequestAsync($"{i}@recipient.example"));
        }

        Assert.Equal(AddAddressOutcome.Sent, await RequestAsync("0@recipient.example")); // waits already: no second mail
        Assert.Equal(AddAddressOutcome.TooMany, await RequestAsync("one-more@recipient.example"));
        Assert.Equal(AddAddress.MostWaiting, (await MailsAsync()).Count);
        _installation.Clock.Move(AddressCodes.Lifetime);
        Assert.Equal(AddAddressOutcome.Sent, await RequestAsync("one-more@recipient.example"));
    }

    [Fact]
    public async Task The_stored_code_is_none_that_reads()
    {
        var code = (await AddAsync(Second))!;
        var row = await _installation.QueryAsync(db => db.AddressProofs.SingleAsync());
        Assert.Equal(32, row.CodeHash.Length);
        Assert.NotEqual(row.CodeHash, System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(code)));
        row.CodeHash[0] ^= 1;
        await _installation.QueryAsync(db => db.AddressProofs.ExecuteUpdateAsync(set => set.SetProperty(p => p.CodeHash, row.CodeHash)));
        Assert.Equal(ProveAddressOutcome.Wrong, await ProveAsync(code));
    }

    [Fact]
    public async Task An_address_that_holds_mail_goes_only_when_that_is_said_and_the_last_never()
    {
        var first = await MailboxAsync(Post.Anna);
        Assert.Equal(RemoveAddressOutcome.Last, await RemoveAsync(first, withMail: true));
        await ProveAsync((await AddAsync(Second))!);
        var mail = await _post.DeliverAsync(Post.Mail("Only there"), Second);
        var second = await MailboxAsync(Second);

        Assert.Equal(RemoveAddressOutcome.HoldsMail, await RemoveAsync(second, withMail: false));
        Assert.Equal(RemoveAddressOutcome.Unknown, await RemoveAsync(second, withMail: true, Guid.NewGuid()));
        Assert.True(File.Exists(_post.BlobPath(mail)));
        Assert.Equal(RemoveAddressOutcome.Removed, await RemoveAsync(second, withMail: true));

        Assert.False(File.Exists(_post.BlobPath(mail)));
        Assert.Equal(Post.Anna, await _installation.QueryAsync(db => db.Mailboxes.Select(m => m.Address).SingleAsync()));
        Assert.NotEmpty((await Invitation.SendAsync(_installation, Second)).InitialPassword); // invited anew
    }

    [Fact]
    public async Task Each_address_is_told_when_one_joins_or_leaves_the_joining_and_the_leaving_one_too()
    {
        const string Browser = "Firefox, Linux";
        await ProveAsync("00000000");
        Assert.Empty(await ToldAsync());

        await ProveAsync((await AddAsync(Second))!);
        var added = new[] { (FactorChange.AddressAdded, Post.Anna, Browser), (FactorChange.AddressAdded, Second, Browser) };
        Assert.Equal(added.Order(), await ToldAsync());
        await _post.DeliverAsync(Post.Mail("Only there"), Second);
        await RemoveAsync(await MailboxAsync(Second), withMail: false);
        Assert.Equal(2, (await ToldAsync()).Count);

        await RemoveAsync(await MailboxAsync(Second), withMail: true);
        var removed = new[] { (FactorChange.AddressRemoved, Post.Anna, Browser), (FactorChange.AddressRemoved, Second, Browser) };
        Assert.Equal(added.Concat(removed).Order(), await ToldAsync());
        Assert.Equal(
            [FactorChange.AddressAdded, FactorChange.AddressRemoved],
            await _installation.QueryAsync(db => db.FactorEvents.OrderBy(e => e.Id).Select(e => e.Change).ToListAsync()));
    }

    [Fact]
    public async Task Of_two_removals_at_once_one_address_stays()
    {
        await ProveAsync((await AddAsync(Second))!);
        var (first, second) = (await MailboxAsync(Post.Anna), await MailboxAsync(Second));
        var outcomes = await Task.WhenAll(
            Task.Run(() => RemoveAsync(first, withMail: true)), Task.Run(() => RemoveAsync(second, withMail: true)));
        Assert.Equal([RemoveAddressOutcome.Removed, RemoveAddressOutcome.Last], outcomes.Order());
        Assert.Equal(1, await _installation.QueryAsync(db => db.Mailboxes.CountAsync()));
    }

    private Task<AddAddressOutcome> RequestAsync(string address) =>
        _installation.Get<AddAddress>().AddAsync(_anna.Id, "default", address, "en", CancellationToken.None);

    // The code that went there, or null where none did.
    private async Task<string?> AddAsync(string address)
    {
        Assert.Equal(AddAddressOutcome.Sent, await RequestAsync(address));
        return (await MailsAsync()).Last(mail => mail.Payload.To == address).Payload.Code;
    }

    private async Task<List<(OutboxKind Kind, AddressPayload Payload)>> MailsAsync()
    {
        var entries = await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.AddressCode || o.Kind == OutboxKind.AddressTaken).ToListAsync());
        return [.. entries.Select(e => (e.Kind, JsonSerializer.Deserialize(
            VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), OutboxJson.Default.AddressPayload)!))];
    }

    private FactorOwner Owner(Guid? account = null) => new(account ?? _anna.Id, "default", "Firefox, Linux");

    // The mails about changes: which, and to whom.
    private async Task<List<(FactorChange Change, string To, string Browser)>> ToldAsync()
    {
        var entries = await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Factor).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(
            VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), OutboxJson.Default.FactorPayload)!)
            .Select(p => (p.Change, p.To, p.Browser)).Order()];
    }

    private Task<Guid> ProofAsync() => _installation.QueryAsync(db => db.AddressProofs.Select(p => p.Id).FirstOrDefaultAsync());

    private async Task<ProveAddressOutcome> ProveAsync(string code, Guid? account = null, string initial = "") =>
        await _installation.Get<ProveAddress>().ProveAsync(Owner(account), await ProofAsync(), new AddressTry(code, initial), CancellationToken.None);

    private Task<RemoveAddressOutcome> RemoveAsync(Guid mailbox, bool withMail, Guid? account = null) =>
        _installation.Get<RemoveAddress>().RemoveAsync(Owner(account), mailbox, withMail, CancellationToken.None);

    private Task<Guid> MailboxAsync(string address) =>
        _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address).Select(m => m.Id).SingleAsync());

    private async Task<MessagePage> ListAsync() => await _installation.Get<ListMessages>().PageAsync(
        await _installation.Get<UnlockMailboxes>().OfAsync(_anna.Id, CancellationToken.None), DeliveryFolder.Inbox, null, null, CancellationToken.None);
}
