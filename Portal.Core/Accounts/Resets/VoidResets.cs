using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>Ends links and codes that a newer one, or a new password, has taken the place of; in the caller's transaction.</summary>
internal static class VoidResets
{
    /// <summary>Those that are out. What waits for an operator stays, so that nobody takes it from its owner by asking too.</summary>
    public static Task OlderAsync(PortalContext context, Guid accountId, Guid newest, CancellationToken cancellationToken) => EndAsync(
        context.PasswordResets.Where(r => r.AccountId == accountId && r.Id != newest
            && (r.State == ResetState.Ready || r.State == ResetState.CodeSent)),
        cancellationToken);

    /// <summary>All of the account's.</summary>
    public static Task AllAsync(PortalContext context, Guid accountId, CancellationToken cancellationToken) => EndAsync(
        context.PasswordResets.Where(r => r.AccountId == accountId
            && (r.State == ResetState.Ready || r.State == ResetState.CodeSent || r.State == ResetState.Waiting)),
        cancellationToken);

    private static Task<int> EndAsync(IQueryable<PasswordReset> resets, CancellationToken cancellationToken)
    {
        byte[] nothing = [];
        return resets.ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResetState.Ended).SetProperty(r => r.Box, nothing)
                .SetProperty(r => r.TokenHash, nothing).SetProperty(r => r.CodeHash, nothing),
            cancellationToken);
    }
}
