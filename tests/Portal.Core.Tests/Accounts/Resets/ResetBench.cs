using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Resets;

/// <summary>Anna, who has registered and read a mail, and what she and others do about her password.</summary>
internal sealed class ResetBench : IAsyncDisposable
{
    public const string NewPassword = "nine tired lanterns";
    public const string RecipientOnly = "RecipientOnly";

    private ResetBench(Installation installation) => Installation = installation;

    public Installation Installation { get; }

    public Account Anna { get; private set; } = null!;

    /// <summary>The message that lay in the mailbox before anything happened.</summary>
    public Guid First { get; private set; }

    public static async Task<ResetBench> StartAsync(params (string Key, string Value)[] settings)
    {
        var bench = new ResetBench(await Installation.StartAsync(null, [.. settings.Select(s => (s.Key.Contains(':', StringComparison.Ordinal) ? s.Key : $"Tenants:default:{s.Key}", s.Value))]));
        var invitation = await Invitation.SendAsync(bench.Installation, Post.Anna);
        bench.First = await bench.Installation.QueryAsync(db => db.Messages.Select(m => m.Id).SingleAsync());
        var outcome = await bench.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
        bench.Anna = Assert.IsType<RegisterOutcome.Registered>(outcome).Account;
        return bench;
    }

    public T Get<T>()
        where T : notnull => Installation.Get<T>();

    /// <summary>Asks, and lets the portal answer.</summary>
    public async Task AskAsync(string address = Post.Anna, string callBack = "", ResetSecret? browser = null, DeviceSecret? device = null)
    {
        await Get<AskReset>().AskAsync(
            new ResetRequest { Tenant = "default", Address = address, Language = "en", CallBack = callBack, Browser = browser, Device = device },
            CancellationToken.None);
        await Get<AnswerResets>().RunAsync(CancellationToken.None);
    }

    /// <summary>The mails of a kind, oldest first.</summary>
    public async Task<IReadOnlyList<T>> MailsAsync<T>(OutboxKind kind)
    {
        var entries = await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize<T>(VaultBox.Open(Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box))!)];
    }

    /// <summary>The token of the newest link.</summary>
    public async Task<string> TokenAsync()
    {
        await AskAsync();
        Installation.Clock.Move(TimeSpan.FromSeconds(1));
        return (await MailsAsync<PasswordResetPayload>(OutboxKind.PasswordReset))[^1].Token;
    }

    public Task<ResetOutcome> ResetAsync(string token, string password = NewPassword, string code = "", string answer = "", bool mayClose = true) => Get<ResetPassword>().ResetAsync(
        new ResetInput { Token = token, NewPassword = password, RecoveryCode = code, Answer = answer, MayClose = mayClose }, CancellationToken.None);

    public Task<CheckedPassword?> CheckAsync(string password) => Get<CheckPassword>().CheckAsync("default", Post.Anna, password, null, CancellationToken.None);

    /// <summary>What a sign-in with the password opens.</summary>
    public async Task<IReadOnlyList<UnlockedMailbox>> SignInAsync(string password)
    {
        using var right = await CheckAsync(password);
        return await Get<UnlockMailboxes>().AllAsync(right!.Account.Id, right.Secret, CancellationToken.None);
    }

    /// <summary>Whether the mailboxes open the message.</summary>
    public async Task<bool> ReadsAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid message)
    {
        using var opened = await Get<OpenMessage>().OpenAsync(mailboxes, await new Post(Installation).DeliveryAsync(message), CancellationToken.None);
        return opened is not null;
    }

    public Task<Guid> DeliverAsync(string subject) => new Post(Installation).DeliverAsync(Post.Mail(subject), Post.Anna);

    /// <summary>Anna adds an address, which her password locks.</summary>
    public async Task<ProveAddressOutcome> JoinAsync(string address, string? hash = null)
    {
        await Get<AddAddress>().AddAsync(Anna.Id, "default", address, "en", CancellationToken.None);
        var code = (await MailsAsync<AddressPayload>(OutboxKind.AddressCode))[^1].Code!;
        var proof = await Installation.QueryAsync(db => db.AddressProofs.Where(p => p.Address == address).Select(p => p.Id).SingleAsync());
        using var own = await CheckAsync(Invitation.OwnPassword);
        return await Get<ProveAddress>().ProveAsync(
            new FactorOwner(Anna.Id, "default", "Firefox"), proof,
            new AddressTry(code, Secret: own!.Secret) { PasswordHash = hash ?? own.Account.PasswordHash }, CancellationToken.None);
    }

    /// <summary>Makes a recovery code, as the settings page does.</summary>
    public async Task<string> CodeAsync(string password = Invitation.OwnPassword)
    {
        using var code = RecoveryCode.Create();
        Assert.True(await Get<KeepRecoveryCode>().KeepAsync(Anna.Id, await SignInAsync(password), code, CancellationToken.None));
        return code.ToText();
    }

    public Task<List<(KeySlotKind Kind, DateTimeOffset? Replaced)>> SlotsAsync() => Installation.QueryAsync(async db => (await db.KeySlots
        .Join(db.Mailboxes, s => s.MailboxId, m => m.Id, (s, m) => new { s.Kind, m.ReplacedAt }).OrderBy(s => s.Kind).ToListAsync())
        .Select(s => (s.Kind, s.ReplacedAt)).ToList());

    public ValueTask DisposeAsync() => Installation.DisposeAsync();
}
