using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Addresses;

/// <summary>Anna, who has an account and wants a second address in it.</summary>
public abstract class AddressBench : IAsyncLifetime
{
    protected const string Second = "anna.second@recipient.example";

    private protected Installation Installation { get; private set; } = null!;

    private protected Post Mail { get; private set; } = null!;

    private protected Account Anna { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Installation = await Installation.StartAsync();
        Mail = new Post(Installation);
        Anna = await Person.RegisterAsync(Installation, Post.Anna);
    }

    public async Task DisposeAsync() => await Installation.DisposeAsync();

    private protected Task<AddAddressOutcome> RequestAsync(string address) =>
        Installation.Get<AddAddress>().AddAsync(Anna.Id, "default", address, "en", CancellationToken.None);

    // The code that went there, or null where none did.
    private protected async Task<string?> AddAsync(string address)
    {
        Assert.Equal(AddAddressOutcome.Sent, await RequestAsync(address));
        return (await MailsAsync()).Last(mail => mail.Payload.To == address).Payload.Code;
    }

    private protected async Task<List<(OutboxKind Kind, AddressPayload Payload)>> MailsAsync()
    {
        var entries = await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.AddressCode || o.Kind == OutboxKind.AddressTaken).ToListAsync());
        return [.. entries.Select(e => (e.Kind, JsonSerializer.Deserialize(
            VaultBox.Open(Installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), OutboxJson.Default.AddressPayload)!))];
    }

    private protected FactorOwner Owner(Guid? account = null) => new(account ?? Anna.Id, "default", "Firefox, Linux");

    // The mails about changes: which, and to whom.
    private protected async Task<List<(FactorChange Change, string To, string Browser)>> ToldAsync()
    {
        var entries = await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Factor).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(
            VaultBox.Open(Installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), OutboxJson.Default.FactorPayload)!)
            .Select(p => (p.Change, p.To, p.Browser)).Order()];
    }

    private protected Task<Guid> ProofAsync() => Installation.QueryAsync(db => db.AddressProofs.Select(p => p.Id).FirstOrDefaultAsync());

    private protected async Task<ProveAddressOutcome> ProveAsync(string code, Guid? account = null, string initial = "") =>
        await Installation.Get<ProveAddress>().ProveAsync(Owner(account), await ProofAsync(), new AddressTry(code, initial), CancellationToken.None);

    private protected Task<RemoveAddressOutcome> RemoveAsync(Guid mailbox, bool withMail, Guid? account = null) =>
        Installation.Get<RemoveAddress>().RemoveAsync(Owner(account), mailbox, withMail, CancellationToken.None);

    private protected Task<Guid> MailboxAsync(string address) =>
        Installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address).Select(m => m.Id).SingleAsync());

    private protected async Task<MessagePage> ListAsync() => await Installation.Get<ListMessages>().PageAsync(
        await Installation.Get<UnlockMailboxes>().OfAsync(Anna.Id, CancellationToken.None), DeliveryFolder.Inbox, null, null, CancellationToken.None);
}
