using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passkeys;

/// <summary>Lists, adds, renames and removes an account's passkeys. Their names are sealed: people call them after people and places.</summary>
public sealed class ChangePasskeys(
    IDbContextFactory<PortalContext> contexts, WriteFactorChange write, VaultPublicKey vault, VaultKey opener, ServerPepper pepper, TimeProvider time)
{
    /// <summary>As many as an account may have.</summary>
    public const int Most = 20;

    private const string Purpose = "passkey";
    private readonly PasskeyMac _mac = new(pepper);

    /// <summary>The account's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<StoredPasskey>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Passkeys.Where(p => p.AccountId == accountId).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new StoredPasskey(
            Base64Url.EncodeToString(row.CredentialId), Encoding.UTF8.GetString(VaultBox.Open(opener, Purpose, accountId, row.Name)), row.CreatedAt))];
    }

    /// <summary>Adds one that was just made and verified.</summary>
    /// <returns>False where the account has too many.</returns>
    public Task<bool> AddAsync(FactorOwner owner, UserPasskeyInfo passkey, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        return write.AddAsync(owner, FactorChange.PasskeyAdded, async context =>
        {
            if (await context.Passkeys.CountAsync(p => p.AccountId == owner.AccountId, cancellationToken) >= Most)
            {
                return 0;
            }

            context.Add(RowOf(owner.AccountId, passkey, name));
            return 1;
        }, cancellationToken);
    }

    /// <summary>Gives one another name.</summary>
    /// <returns>False where the account has none of that id.</returns>
    public async Task<bool> RenameAsync(Guid accountId, string id, string name, CancellationToken cancellationToken)
    {
        var (credential, box) = (Parse(id), Seal(name, accountId));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Passkeys.Where(p => p.AccountId == accountId && p.CredentialId == credential)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, box), cancellationToken) > 0;
    }

    /// <summary>Removes one: it opens nothing from now on.</summary>
    public Task<FactorRemoval> RemoveAsync(FactorOwner owner, string id, CancellationToken cancellationToken)
    {
        var credential = Parse(id);
        return write.RemoveAsync(owner, FactorChange.PasskeyRemoved, context => context.Passkeys
            .Where(p => p.AccountId == owner.AccountId && p.CredentialId == credential).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    // What the authenticator said of itself was not asked for, and is not kept.
    private Passkey RowOf(Guid accountId, UserPasskeyInfo passkey, string name) => new()
    {
        CredentialId = passkey.CredentialId,
        AccountId = accountId,
        PublicKey = passkey.PublicKey,
        IsBackupEligible = passkey.IsBackupEligible,
        Mac = _mac.Of(accountId, passkey.CredentialId, passkey.PublicKey, passkey.IsBackupEligible),
        Name = Seal(name, accountId),
        Transports = string.Join(',', (passkey.Transports ?? []).Where(word => word.Length <= 16 && word.All(c => char.IsAsciiLetterLower(c) || c == '-')).Take(8)),
        CreatedAt = time.GetUtcNow(),
        SignCount = passkey.SignCount,
        IsBackedUp = passkey.IsBackedUp,
    };

    private byte[] Seal(string name, Guid accountId) => VaultBox.Seal(vault, Purpose, accountId, Encoding.UTF8.GetBytes(name));

    private static byte[] Parse(string id) => Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
}
