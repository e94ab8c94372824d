using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.External;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passkeys;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Export;

/// <summary>By what a person signs in or gets a new password, and what became of that; never a secret of it.</summary>
public sealed record WaysIn
{
    /// <summary>When the authenticator app was set up, or null where there is none.</summary>
    public required DateTimeOffset? AuthenticatorSince { get; init; }

    /// <summary>How many backup codes are left.</summary>
    public required int BackupCodesLeft { get; init; }

    /// <summary>The passkeys with their names, or null where one is damaged.</summary>
    public required IReadOnlyList<StoredPasskey>? Passkeys { get; init; }

    /// <summary>The identities at other providers, by the names that those have in the settings.</summary>
    public required IReadOnlyList<LinkedProvider> Providers { get; init; }

    /// <summary>The question that is asked before a new password is set, or null where there is none or it is damaged.</summary>
    public required string? SecurityQuestion { get; init; }

    /// <summary>All changes of the ways in, the oldest first.</summary>
    public required IReadOnlyList<ChangedWay> Changes { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(WaysIn);
}

/// <summary>An identity at another provider.</summary>
/// <param name="Provider">The provider's name in the settings.</param>
/// <param name="CreatedAt">When it was connected.</param>
/// <param name="LastSignInAt">When it last signed the person in.</param>
public sealed record LinkedProvider(string Provider, DateTimeOffset CreatedAt, DateTimeOffset LastSignInAt);

/// <summary>A change of the ways in.</summary>
/// <param name="At">When.</param>
/// <param name="Change">What.</param>
public sealed record ChangedWay(DateTimeOffset At, FactorChange Change);

/// <summary>Gathers them.</summary>
public sealed class DescribeWaysIn(
    IDbContextFactory<PortalContext> contexts, ListFactors factors, ChangePasskeys passkeys, ChangeProviders providers, SetQuestion questions,
    VaultKey vault)
{
    /// <summary>Those of one account. What is damaged does not keep back the rest.</summary>
    public async Task<WaysIn> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var has = await factors.OfAsync(accountId, cancellationToken);
        return new WaysIn
        {
            AuthenticatorSince = has.App,
            BackupCodesLeft = has.BackupCodes,
            Passkeys = await OrNullAsync(async () => (IReadOnlyList<StoredPasskey>?)await passkeys.OfAsync(accountId, cancellationToken)),
            Providers = [.. (await providers.OfAsync(accountId, cancellationToken))
                .Select(l => new LinkedProvider(l.Provider, l.CreatedAt, l.LastSignInAt))],
            SecurityQuestion = await OrNullAsync(async () =>
                await questions.OfAsync(accountId, cancellationToken) is { } question ? QuestionBox.Open(vault, question) : null),
            Changes = await context.FactorEvents.Where(e => e.AccountId == accountId).OrderBy(e => e.Id)
                .Select(e => new ChangedWay(e.At, e.Change)).ToListAsync(cancellationToken),
        };
    }

    private static async Task<T?> OrNullAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        try
        {
            return await find();
        }
        catch (SealingException)
        {
            return null;
        }
    }
}
