using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Factors;

/// <summary>
/// Makes and takes the codes that stand in for a second factor: ten, each of 12 letters from 20 (52 bits), good once. With that much randomness HMAC under
/// the pepper is enough.
/// </summary>
public sealed class BackupCodes(IDbContextFactory<PortalContext> contexts, WriteFactorChange write, ServerPepper pepper, TimeProvider time)
{
    /// <summary>How many there are.</summary>
    public const int Count = 10;

    private const string Letters = "bcdfghjkmnpqrstvwxyz"; // as in initial passwords: no word arises, none is taken for another
    private const int Length = 12;
    private const int GroupLength = 4;

    /// <summary>A name for the codes that an account has now, used ones too: other codes have another one. Who has none has one, too.</summary>
    public async Task<string> PresentAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await PresentAsync(context, accountId, cancellationToken);
    }

    /// <summary>Makes new ones in place of the present ones.</summary>
    /// <param name="owner">Whose they are.</param>
    /// <param name="replaces">What <see cref="PresentAsync(Guid, CancellationToken)"/> said: a form that comes once more must not replace the codes that it made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>In groups of four, for the one page that shows them; null where others are there by now, which stay.</returns>
    public async Task<IReadOnlyList<string>?> MakeAsync(FactorOwner owner, string replaces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Letters, Length)).ToList();
        var made = await write.AddAsync(owner, FactorChange.BackupCodesMade, async context =>
        {
            if (await PresentAsync(context, owner.AccountId, cancellationToken) != replaces)
            {
                return 0;
            }

            await context.BackupCodes.Where(c => c.AccountId == owner.AccountId).ExecuteDeleteAsync(cancellationToken);
            context.AddRange(codes.Select(code => new BackupCode
            {
                AccountId = owner.AccountId, Hash = Hash(owner.AccountId, code), CreatedAt = time.GetUtcNow(),
            }));
            return Count;
        }, cancellationToken);
        return !made ? null : [.. codes.Select(code => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group))))];
    }

    /// <summary>Whether it is one that was not used yet; from now on it is. The person is told by mail.</summary>
    internal async Task<bool> UseAsync(FactorOwner owner, string typed, CancellationToken cancellationToken)
    {
        var hash = Hash(owner.AccountId, TypedCode.Letters(typed));
        DateTimeOffset? now = time.GetUtcNow();
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await context.BackupCodes.AnyAsync(c => c.AccountId == owner.AccountId && c.Hash == hash && c.UsedAt == null, cancellationToken))
            {
                return false;
            }
        }

        // Once more in the statement that writes: of many at once one gets in.
        return await write.AddAsync(owner, FactorChange.BackupCodeUsed, context => context.BackupCodes
            .Where(c => c.AccountId == owner.AccountId && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken), cancellationToken);
    }

    private static async Task<string> PresentAsync(PortalContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var hashes = await context.BackupCodes.Where(c => c.AccountId == accountId).Select(c => c.Hash).ToListAsync(cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes.Select(Convert.ToHexStringLower).Order(StringComparer.Ordinal)))));
    }

    private byte[] Hash(Guid accountId, string code) => pepper.Hash(Encoding.UTF8.GetBytes(code), $"backup-code/{accountId:N}");
}
