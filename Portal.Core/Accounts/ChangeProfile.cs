using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts;

/// <summary>Changes what a person tells about himself.</summary>
public sealed class ChangeProfile(IDbContextFactory<PortalContext> contexts, ReadProfile read, ProfileBox box)
{
    /// <summary>Keeps the new name; what else the profile holds stays.</summary>
    /// <returns>False where the account is gone.</returns>
    public Task<bool> RenameAsync(Guid accountId, string name, CancellationToken cancellationToken) =>
        ChangeAsync(accountId, profile => profile with { Name = name }, cancellationToken);

    // Anew where somebody else has changed something else meanwhile.
    private async Task<bool> ChangeAsync(Guid accountId, Func<AccountProfile, AccountProfile> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        while (await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is { } account)
        {
            var profile = box.Seal(change(read.Of(account)), accountId);
            if (await context.Users.Where(a => a.Id == accountId && a.Profile == account.Profile)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, profile), cancellationToken) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
