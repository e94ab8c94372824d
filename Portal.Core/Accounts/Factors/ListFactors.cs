using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Factors;

/// <summary>Lists the second factors of an account.</summary>
public sealed class ListFactors(
    IDbContextFactory<PortalContext> contexts, ReadProfile profiles, IOptions<SmsOptions> sms, TimeProvider time)
{
    /// <summary>Whether codes can go out by SMS.</summary>
    public bool SmsIsSent => sms.Value.Provider != SmsProvider.None;

    /// <summary>What the account has; nothing where it is gone.</summary>
    public async Task<AccountFactors> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfAsync(context, accountId, cancellationToken);
    }

    /// <summary>The same within a transaction.</summary>
    internal async Task<AccountFactors> OfAsync(PortalContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account)
        {
            return new AccountFactors();
        }

        var mobile = profiles.Of(account).Mobile;
        return new AccountFactors
        {
            App = await context.SecondFactors.Where(f => f.AccountId == accountId).Select(f => f.AuthenticatorAt).SingleOrDefaultAsync(cancellationToken),
            Passkeys = await context.Passkeys.CountAsync(p => p.AccountId == accountId, cancellationToken),
            HasMobile = mobile is not null,
            Mobile = SmsIsSent && PhoneNumber.TryParse(mobile, out var number, out _) ? number : null,
            BackupCodes = await context.BackupCodes.CountAsync(c => c.AccountId == accountId && c.UsedAt == null, cancellationToken),
            TrustedDevices = await context.Devices.CountAsync(d => d.AccountId == accountId && d.TrustedUntil > now, cancellationToken),
        };
    }
}
