using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Digests;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Changes what a person tells about himself, and how he wants to be told of messages.</summary>
public sealed class ChangeProfile(IDbContextFactory<PortalContext> contexts, ReadProfile read, ProfileBox box, DigestSchedule schedule)
{
    /// <summary>Keeps the new name, time zone (an IANA name, or null for the tenant's) and language (or null); what else the profile holds stays.</summary>
    /// <returns>False where the account is gone.</returns>
    public Task<bool> IntroduceAsync(
        Guid accountId, string name, string? timeZone, string? language, CancellationToken cancellationToken) => ChangeAsync(
            accountId, (account, profile) =>
            {
                account.Language = language;
                return profile with { Name = name, TimeZone = timeZone };
            },
            cancellationToken);

    /// <summary>Keeps a phrase of the person's own, or none.</summary>
    /// <returns>False where the account is gone.</returns>
    public Task<bool> RecogniseAsync(Guid accountId, string? phrase, CancellationToken cancellationToken) =>
        ChangeAsync(accountId, (_, profile) => profile with { Phrase = phrase }, cancellationToken);

    /// <summary>Keeps how and when the person is told of messages. What is held back for a daily mail that ends is told of at the next turn.</summary>
    /// <returns>False where the account is gone.</returns>
    public Task<bool> NotifyAsync(Guid accountId, NoticeChoice choice, int? hour, CancellationToken cancellationToken) => ChangeAsync(
        accountId, (account, profile) =>
        {
            account.Notices = choice;
            return profile with { DigestHour = hour };
        },
        cancellationToken);

    // Anew where somebody else has changed something else meanwhile.
    private async Task<bool> ChangeAsync(Guid accountId, Func<Account, AccountProfile, AccountProfile> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        while (await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is { } account)
        {
            var (before, choice) = (account.Profile, account.Notices);
            var profile = change(account, read.Of(account));
            var (sealedProfile, due) = (box.Seal(profile, accountId), schedule.After(choice, account, profile));
            if (await context.Users.Where(a => a.Id == accountId && a.Profile == before).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.Profile, sealedProfile).SetProperty(a => a.Language, account.Language)
                    .SetProperty(a => a.Notices, account.Notices).SetProperty(a => a.DigestDueAt, due),
                cancellationToken) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
