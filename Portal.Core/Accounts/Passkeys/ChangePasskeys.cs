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
public sealed class ChangePasskeys(IDbContextFactory<PortalContext> contexts, WriteFactorChange write, VaultPublicKey vault, VaultKey opener)
{
    /// <summary>As many as an account may have.</summary>
    public const int Most = 20;

    private const string Purpose = "passkey";

    /// <summary>The account's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<StoredPasskey>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.UserPasskeys.AsNoTracking().Where(p => p.UserId == accountId).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.Data.CreatedAt).Select(row => new StoredPasskey(
            Base64Url.EncodeToString(row.CredentialId), NameOf(row, accountId), row.Data.CreatedAt))];
    }

    /// <summary>Adds one that was just made and verified.</summary>
    /// <returns>False where the account has too many.</returns>
    public Task<bool> AddAsync(FactorOwner owner, UserPasskeyInfo passkey, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        return write.AddAsync(owner, FactorChange.PasskeyAdded, async context =>
        {
            if (await context.UserPasskeys.CountAsync(p => p.UserId == owner.AccountId, cancellationToken) >= Most)
            {
                return 0;
            }

            context.Add(new IdentityUserPasskey<Guid>
            {
                UserId = owner.AccountId,
                CredentialId = passkey.CredentialId,
                Data = DataOf(passkey, Seal(name, owner.AccountId)),
            });
            return 1;
        }, cancellationToken);
    }

    /// <summary>Gives one another name.</summary>
    /// <returns>False where the account has none of that id.</returns>
    public async Task<bool> RenameAsync(Guid accountId, string id, string name, CancellationToken cancellationToken)
    {
        var credential = Parse(id);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.UserPasskeys.AsTracking().SingleOrDefaultAsync(p => p.UserId == accountId && p.CredentialId == credential, cancellationToken) is not { } row)
        {
            return false;
        }

        row.Data.Name = Seal(name, accountId);
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Removes one: it opens nothing from now on.</summary>
    public Task<FactorRemoval> RemoveAsync(FactorOwner owner, string id, CancellationToken cancellationToken)
    {
        var credential = Parse(id);
        return write.RemoveAsync(owner, FactorChange.PasskeyRemoved, context => context.UserPasskeys
            .Where(p => p.UserId == owner.AccountId && p.CredentialId == credential).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    // What the authenticator said of itself is not asked for, and not kept.
    private static IdentityPasskeyData DataOf(UserPasskeyInfo passkey, string name) => new()
    {
        PublicKey = passkey.PublicKey,
        Name = name,
        CreatedAt = passkey.CreatedAt,
        SignCount = passkey.SignCount,
        Transports = passkey.Transports,
        IsUserVerified = passkey.IsUserVerified,
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
        AttestationObject = [],
        ClientDataJson = [],
    };

    private string Seal(string name, Guid accountId) => Convert.ToBase64String(VaultBox.Seal(vault, Purpose, accountId, Encoding.UTF8.GetBytes(name)));

    private string NameOf(IdentityUserPasskey<Guid> row, Guid accountId) => row.Data.Name is { } box
        ? Encoding.UTF8.GetString(VaultBox.Open(opener, Purpose, accountId, Convert.FromBase64String(box)))
        : "";

    private static byte[] Parse(string id) => Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
}
