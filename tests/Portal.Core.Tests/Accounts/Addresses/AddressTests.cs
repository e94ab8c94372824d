using Portal.Core.Messages;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Addresses;

public sealed class AddressTests : AddressBench
{
    [Fact]
    public async Task The_code_makes_a_new_address_the_accounts_and_its_first_mail_is_no_invitation()
    {
        var code = await AddAsync(Second);
        Assert.Matches("^[0-9]{8}$", code);
        Assert.Equal(ProveAddressOutcome.Joined, await ProveAsync($" {code![..4]} {code[4..]}"));

        await Mail.DeliverAsync(Post.Mail("For the second"), Second);

        Assert.Equal(2, (await ListAsync()).Rows.Count);
        Assert.True(await Installation.QueryAsync(db => db.InitialPasswords.AllAsync(p => p.UsedAt != null)));
        var joined = await Installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).LastAsync());
        Assert.Equal((AccountState.Registered, AccountActor.Person, Anna.Id), (joined.To, joined.Actor, joined.AccountId));
    }

    [Fact]
    public async Task An_address_of_somebody_else_is_refused_by_mail_to_its_owner_alone()
    {
        var bert = await Person.RegisterAsync(Installation, Post.Bert);
        Assert.Null(await AddAsync(Post.Bert));

        var mail = Assert.Single(await MailsAsync());
        Assert.Equal((OutboxKind.AddressTaken, Post.Bert), (mail.Kind, mail.Payload.To));
        Assert.Equal(ProveAddressOutcome.Wrong, await ProveAsync("12345678"));
        Assert.Equal(bert.Id, await Installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Bert).Select(m => m.AccountId).SingleAsync()));
    }

    [Fact]
    public async Task A_code_bears_ten_tries_and_an_hour_and_is_only_its_accounts()
    {
        var code = (await AddAsync(Second))!;
        var bert = await Person.RegisterAsync(Installation, Post.Bert);
        Assert.Equal(ProveAddressOutcome.Ended, await ProveAsync(code, bert.Id));
        for (var i = 1; i < AddressCodes.Tries; i++)
        {
            Assert.Equal(ProveAddressOutcome.Wrong, await ProveAsync(code == "00000000" ? "00000001" : "00000000"));
        }

        Assert.Equal(ProveAddressOutcome.Ended, await ProveAsync(code == "00000000" ? "00000001" : "00000000"));
        Assert.Equal(ProveAddressOutcome.Ended, await ProveAsync(code));

        var other = (await AddAsync("third@recipient.example"))!;
        var proof = await Installation.QueryAsync(db => db.AddressProofs.Where(p => p.Address == "third@recipient.example").Select(p => p.Id).SingleAsync());
        Installation.Clock.Move(AddressCodes.Lifetime);
        Assert.Equal(ProveAddressOutcome.Ended, await Installation.Get<ProveAddress>().ProveAsync(Owner(), proof, new AddressTry(other), CancellationToken.None));
    }

    [Fact]
    public async Task Of_fifty_proofs_at_once_one_succeeds()
    {
        var code = (await AddAsync(Second))!;
        var proof = await ProofAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => Installation.Get<ProveAddress>().ProveAsync(Owner(), proof, new AddressTry(code), CancellationToken.None))));

        Assert.Equal(1, outcomes.Count(o => o == ProveAddressOutcome.Joined));
        Assert.Equal(49, outcomes.Count(o => o == ProveAddressOutcome.Ended));
        Assert.Equal(2, await Installation.QueryAsync(db => db.Mailboxes.CountAsync(m => m.AccountId == Anna.Id)));
    }

    [Fact]
    public async Task Of_a_registration_and_a_proof_at_once_one_succeeds()
    {
        var invitation = await Invitation.SendAsync(Installation, Second);
        var code = (await AddAsync(Second))!;
        var registered = Task.Run(() => Installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
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
        Installation.Clock.Move(AddressCodes.Lifetime);
        Assert.Equal(AddAddressOutcome.Sent, await RequestAsync("one-more@recipient.example"));
    }

    [Fact]
    public async Task The_stored_code_is_none_that_reads()
    {
        var code = (await AddAsync(Second))!;
        var row = await Installation.QueryAsync(db => db.AddressProofs.SingleAsync());
        Assert.Equal(32, row.CodeHash.Length);
        Assert.NotEqual(row.CodeHash, System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(code)));
        row.CodeHash[0] ^= 1;
        await Installation.QueryAsync(db => db.AddressProofs.ExecuteUpdateAsync(set => set.SetProperty(p => p.CodeHash, row.CodeHash)));
        Assert.Equal(ProveAddressOutcome.Wrong, await ProveAsync(code));
    }

    [Fact]
    public async Task An_address_that_holds_mail_goes_only_when_that_is_said_and_the_last_never()
    {
        var first = await MailboxAsync(Post.Anna);
        Assert.Equal(RemoveAddressOutcome.Last, await RemoveAsync(first, withMail: true));
        await ProveAsync((await AddAsync(Second))!);
        var mail = await Mail.DeliverAsync(Post.Mail("Only there"), Second);
        var second = await MailboxAsync(Second);

        Assert.Equal(RemoveAddressOutcome.HoldsMail, await RemoveAsync(second, withMail: false));
        Assert.Equal(RemoveAddressOutcome.Unknown, await RemoveAsync(second, withMail: true, Guid.NewGuid()));
        Assert.True(File.Exists(Mail.BlobPath(mail)));
        Assert.Equal(RemoveAddressOutcome.Removed, await RemoveAsync(second, withMail: true));

        Assert.False(File.Exists(Mail.BlobPath(mail)));
        Assert.Equal(Post.Anna, await Installation.QueryAsync(db => db.Mailboxes.Select(m => m.Address).SingleAsync()));
        Assert.NotEmpty((await Invitation.SendAsync(Installation, Second)).InitialPassword); // invited anew
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
        await Mail.DeliverAsync(Post.Mail("Only there"), Second);
        await RemoveAsync(await MailboxAsync(Second), withMail: false);
        Assert.Equal(2, (await ToldAsync()).Count);

        await RemoveAsync(await MailboxAsync(Second), withMail: true);
        var removed = new[] { (FactorChange.AddressRemoved, Post.Anna, Browser), (FactorChange.AddressRemoved, Second, Browser) };
        Assert.Equal(added.Concat(removed).Order(), await ToldAsync());
        Assert.Equal(
            [FactorChange.AddressAdded, FactorChange.AddressRemoved],
            await Installation.QueryAsync(db => db.FactorEvents.OrderBy(e => e.Id).Select(e => e.Change).ToListAsync()));
    }

    [Fact]
    public async Task Of_two_removals_at_once_one_address_stays()
    {
        await ProveAsync((await AddAsync(Second))!);
        var (first, second) = (await MailboxAsync(Post.Anna), await MailboxAsync(Second));
        var outcomes = await Task.WhenAll(
            Task.Run(() => RemoveAsync(first, withMail: true)), Task.Run(() => RemoveAsync(second, withMail: true)));
        Assert.Equal([RemoveAddressOutcome.Removed, RemoveAddressOutcome.Last], outcomes.Order());
        Assert.Equal(1, await Installation.QueryAsync(db => db.Mailboxes.CountAsync()));
    }
}
