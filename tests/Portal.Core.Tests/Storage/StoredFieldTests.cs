using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Storage;

/// <summary>
/// Who can write to the database, but has no key, changes a field or puts another row's in its place (threat E3): whatever is sealed is
/// refused, whatever is looked up by a hash is not found. Message keys, outlines and summaries have tests of their own (StoredTamperTests).
/// </summary>
public sealed partial class StoredFieldTests : IAsyncLifetime
{
    private const string Carl = "carl@recipient.example";

    // Each stored column of bytes, and what a change of it may do at most.
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["Account.Profile"] = "here",
        ["AccountEvent.Reason"] = "here",
        ["AddressProof.CodeHash"] = "the code that was sent is wrong: AddressTests",
        ["BackupCode.Hash"] = "a backup code opens nothing any more; who can write a hash must have the pepper for one that does: BackupCodes",
        ["Device.TrustMark"] = "here",
        ["Draft.Content"] = "here",
        ["Draft.SealedKey"] = "here",
        ["DraftFile.Name"] = "here",
        ["DraftFile.SealedKey"] = "here",
        ["FactorCode.BoundTo"] = "a code by SMS opens nothing any more",
        ["FactorCode.Hash"] = "a code by SMS opens nothing any more; one that does needs the pepper",
        ["FactorCode.Number"] = "here",
        ["Passkey.CredentialId"] = "here",
        ["Passkey.Mac"] = "here",
        ["Passkey.Name"] = "here",
        ["Passkey.PublicKey"] = "here",
        ["SecondFactor.AuthenticatorSecret"] = "here",
        ["SpentChallenge.Hash"] = "a passkey's answer is good once more within five minutes, in the browser that gave it",
        ["Device.Id"] = "a known browser is a stranger's; opens nothing",
        ["DeletedDelivery.AddressHash"] = "a deleted mail that is sent again arrives anew; opens nothing",
        ["DeletedDelivery.ContentDigest"] = "a deleted mail that is sent again arrives anew; opens nothing",
        ["Delivery.ContentDigest"] = "a mail that is sent again arrives twice; opens nothing",
        ["Delivery.SealedKey"] = "StoredTamperTests",
        ["Delivery.ThreadKey"] = "a message is shown in no conversation or in another of its reader's own; opens nothing",
        ["ExternalLogin.Id"] = "signs nobody in: ExternalLoginTests",
        ["Gateway.Certificate"] = "another certificate is pinned or none: PinnedGatewaysTests",
        ["ReplyFailure.Box"] = "what comes back names nobody: ReturnRepliesTests",
        ["Gateway.EncryptionCertificate"] = "who can write it has replies encrypted to himself, like who can pin a gateway: threat model",
        ["Gateway.KeyHash"] = "the HTTP door stays shut",
        ["Gateway.ClientCertificateHash"] = "the HTTP door stays shut",
        ["InitialPassword.Hash"] = "here",
        ["InitialPassword.Mobile"] = "here",
        ["InitialPassword.Sender"] = "here",
        ["KeySlot.Slot"] = "here",
        ["Mailbox.PublicKey"] = "here",
        ["MailCode.Address"] = "a code more is sent or one less; opens nothing",
        ["MailCode.Hash"] = "the code is wrong: MailCodeTests",
        ["MailCode.Id"] = "the code is unknown: MailCodeTests",
        ["MailboxCertificate.Certificate"] = "who can write it has mail encrypted to himself, like who can write a mailbox's public key: threat model",
        ["MailboxCertificate.ChallengeHash"] = "a certificate is proved by nobody or with a code that only its mail has",
        ["Message.Sender"] = "nobody is told what became of the message: the box is bound to it",
        ["Message.SenderHash"] = "it says that a message came through the tunnel: without it nobody is reminded or told",
        ["MessageEvent.SenderHash"] = "a sender finds a message less in his list; one more needs the pepper, and the chain names another sender when it is opened",
        ["MessageEvent.Box"] = "EvidenceTests",
        ["MessageEvent.Hash"] = "EvidenceTests",
        ["MessageEvent.Mac"] = "EvidenceTests",
        ["Message.Outline"] = "StoredTamperTests",
        ["Message.Summary"] = "StoredTamperTests",
        ["Notice.CheckHash"] = "a real notice is not recognised; opens nothing",
        ["Notice.TokenHash"] = "here",
        ["OutboxEntry.Box"] = "here",
        ["SenderLink.Sender"] = "here",
        ["SenderLink.TokenHash"] = "here",
        ["Session.Content"] = "here",
        ["Session.Id"] = "here",
        ["SignInRecord.Detail"] = "how somebody signed in is not shown: SignInTests",
        ["SmsCounter.Subject"] = "an SMS more is sent or one less; opens nothing",
        ["SpentAttempt.Id"] = "an attempt could come back twice, with a code that its provider takes once",
        ["Submission.Fingerprint"] = "a mail that is handed in again is refused or arrives twice; opens nothing",
        ["PasswordReset.AddressHash"] = "a new password may be asked for more or less often; opens nothing",
        ["PasswordReset.Box"] = "ResetStoredTests",
        ["PasswordReset.BrowserHash"] = "ResetStoredTests",
        ["PasswordReset.CodeHash"] = "ResetStoredTests",
        ["PasswordReset.TokenHash"] = "ResetStoredTests",
        ["ResetQuestion.Question"] = "ResetStoredTests",
        ["Submission.KeyHash"] = "a mail that is handed in again arrives twice; opens nothing",
    };

    private Installation _installation = null!;
    private Account _anna = null!;
    private Account _bert = null!;
    private Invitation _carl = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await RegisterAsync(Post.Anna);
        _bert = await RegisterAsync(Post.Bert);
        _carl = await Invitation.SendAsync(_installation, Carl);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Every_column_of_bytes_is_accounted_for()
    {
        var columns = await _installation.QueryAsync(db => Task.FromResult(db.Model.GetEntityTypes()
            .Where(type => type.ClrType.Namespace == typeof(Message).Namespace)
            .SelectMany(type => type.GetProperties().Where(p => p.ClrType == typeof(byte[])).Select(p => $"{type.ClrType.Name}.{p.Name}")).ToList()));

        Assert.NotEmpty(columns);
        Assert.Empty(columns.Except(Columns.Keys));
    }

    [Fact]
    public Task Profiles() => ChangesAreRefusedAsync("Accounts", "Profile", "Id", _anna.Id, _bert.Id, () => ThrowsAsync(async () =>
        _installation.Get<ReadProfile>().Of(await _installation.QueryAsync(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == _anna.Id)))));

    [Fact]
    public async Task Key_slots()
    {
        var (annas, berts) = (await SlotAsync(Post.Anna), await SlotAsync(Post.Bert));
        // One that is not as it was written opens nothing, and hinders no other.
        await ChangesAreRefusedAsync("KeySlots", "Slot", "Id", annas, berts, async () =>
            (await _installation.Get<UnlockMailboxes>().OfAsync(_anna.Id, CancellationToken.None)).Count == 0);
    }

    [Fact]
    public async Task Entries_of_the_outbox()
    {
        var entries = await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Notice).Select(o => o.Id).ToListAsync());
        await ChangesAreRefusedAsync("Outbox", "Box", "Id", entries[0], entries[1], () => ThrowsAsync(async () =>
            VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, entries[0], await ReadAsync("Outbox", "Box", "Id", entries[0]))));
    }

    [Fact]
    public async Task Who_invited_somebody()
    {
        var (carls, doras) = (await MailboxAsync(Carl), await MailboxAsync((await Invitation.SendAsync(_installation, "dora@recipient.example")).Address));
        await ChangesOfBoxAreRefusedAsync("InitialPasswords", "Sender", "MailboxId", carls, doras, async () =>
            SenderBox.Open(_installation.Get<VaultKey>(), await ReadAsync("InitialPasswords", "Sender", "MailboxId", carls), carls));
    }

    [Fact]
    public async Task Reasons_of_an_operator()
    {
        var found = new List<FoundAccount>();
        foreach (var address in (string[])[Post.Anna, Post.Bert])
        {
            found.Add((await _installation.Get<FindAccount>().ByAddressAsync("default", address, CancellationToken.None))!);
            await _installation.Get<ChangeAccountState>().LockAsync(found[^1], new OperatorOrder("root", address), CancellationToken.None);
        }

        var ids = await _installation.QueryAsync(db => db.AccountEvents.Where(e => e.Trigger == AccountTrigger.Lock).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync());
        await ChangesOfBoxAreRefusedAsync("AccountEvents", "Reason", "Id", ids[0], ids[1], async () => ReasonBox.Open(
            _installation.Get<VaultKey>(), await _installation.QueryAsync(db => db.AccountEvents.SingleAsync(e => e.Id == ids[0]))));
    }

    // A box that may be missing: emptying it is taking away, which the format does not hinder.
    private async Task ChangesOfBoxAreRefusedAsync(string table, string column, string key, object row, object other, Func<Task> open)
    {
        await open();
        foreach (var changed in Changed(await ReadAsync(table, column, key, row)).Append(await ReadAsync(table, column, key, other)))
        {
            await WriteAsync(table, column, key, row, changed);
            Assert.True(await ThrowsAsync(open));
        }
    }

    [Fact]
    public async Task Sessions()
    {
        var (annas, berts) = (await BeginAsync(_anna), await BeginAsync(_bert));
        Assert.NotNull(await ResumeAsync(annas));
        await ChangesAreRefusedAsync("Sessions", "Content", "Id", annas.Id, berts.Id, async () => await ResumeAsync(annas) is null);
        Assert.NotNull(await ResumeAsync(annas));
        await NameIsNotFoundAsync("Sessions", "Id", annas.Id, async () => await ResumeAsync(annas) is null);
    }

    [Fact]
    public async Task The_rest_of_a_sessions_row_is_bound_to_it_too()
    {
        var annas = await BeginAsync(_anna);
        foreach (var (column, value) in new (string, object)[] { ("AccountId", _bert.Id), ("ExpiresAt", 9_000_000_000_000L), ("CreatedAt", 0L) })
        {
            var before = await ScalarAsync("Sessions", column, "Id", annas.Id);
            await WriteAsync("Sessions", column, "Id", annas.Id, value);
            Assert.Null(await ResumeAsync(annas));
            await WriteAsync("Sessions", column, "Id", annas.Id, before);
        }

        Assert.NotNull(await ResumeAsync(annas));
    }

    // One bit of each byte, one byte too few and too many, nothing at all, and the other row's value.
    private async Task ChangesAreRefusedAsync(string table, string column, string key, object row, object other, Func<Task<bool>> isRefused)
    {
        var (own, others) = (await ReadAsync(table, column, key, row), await ReadAsync(table, column, key, other));
        Assert.NotEqual(own, others);
        var number = 0;
        foreach (var changed in Changed(own).Append([]).Append(others))
        {
            await WriteAsync(table, column, key, row, changed);
            Assert.True(await isRefused(), $"change {number} of {table}.{column} passes");
            number++;
        }

        await WriteAsync(table, column, key, row, own);
    }

    private async Task NameIsNotFoundAsync(string table, string column, byte[] name, Func<Task<bool>> isRefused)
    {
        foreach (var changed in Changed(name))
        {
            await WriteAsync(table, column, column, name, changed);
            Assert.True(await isRefused());
            await WriteAsync(table, column, column, changed, name);
        }

        Assert.False(await isRefused());
    }

    private static IEnumerable<byte[]> Changed(byte[] bytes)
    {
        for (var place = 0; place < bytes.Length; place++)
        {
            var changed = (byte[])bytes.Clone();
            changed[place] ^= (byte)(1 << (place % 8));
            yield return changed;
        }

        yield return bytes[..^1];
        yield return [.. bytes, 0];
    }

    private static async Task<bool> ThrowsAsync(Func<Task> action) => await Assert.ThrowsAsync<SealingException>(action) is not null;

    private async Task<Account> RegisterAsync(string address)
    {
        var invitation = await Invitation.SendAsync(_installation, address);
        var outcome = await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
        return Assert.IsType<RegisterOutcome.Registered>(outcome).Account;
    }

    private async Task<SessionSecret> BeginAsync(Account account) => (await new BeginSession(
        _installation.Get<IDbContextFactory<PortalContext>>(), _installation.Get<TenantCatalog>(), _installation.Clock).BeginAsync(
        new SessionContent { AccountId = account.Id, Tenant = "default", Name = "Name", Mailboxes = [] }, "Firefox, Linux", null, null, CancellationToken.None))!;

    private Task<SessionContent?> ResumeAsync(SessionSecret secret) => new ResumeSession(
        _installation.Get<IDbContextFactory<PortalContext>>(), _installation.Get<TenantCatalog>(), _installation.Clock).ResumeAsync(secret, CancellationToken.None);

    private Task<Guid> MailboxAsync(string address) => _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address).Select(m => m.Id).SingleAsync());

    private async Task<Guid> SlotAsync(string address)
    {
        var mailbox = await MailboxAsync(address);
        return await _installation.QueryAsync(db => db.KeySlots.Where(s => s.MailboxId == mailbox && s.Kind == KeySlotKind.Vault).Select(s => s.Id).SingleAsync());
    }

    private async Task<byte[]> ReadAsync(string table, string column, string key, object row) => (byte[])await ScalarAsync(table, column, key, row);

    private Task<object> ScalarAsync(string table, string column, string key, object row) => _installation.QueryAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT \"{column}\" FROM \"{table}\" WHERE \"{key}\" = $row";
        command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter("$row", Stored(row)));
        return (await command.ExecuteScalarAsync())!;
    });

    private Task<int> WriteAsync(string table, string column, string key, object row, object value) => _installation.QueryAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"UPDATE \"{table}\" SET \"{column}\" = $value WHERE \"{key}\" = $row";
        command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter("$value", Stored(value)));
        command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter("$row", Stored(row)));
        var changed = await command.ExecuteNonQueryAsync();
        return changed == 1 ? changed : throw new InvalidOperationException($"{changed} rows of {table}");
    });

    private static object Stored(object value) => value is Guid id ? id.ToByteArray() : value;
}
