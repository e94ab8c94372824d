using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Digests;

/// <summary>When daily mails are due.</summary>
public sealed class DigestSchedule(TenantCatalog tenants, TimeProvider time)
{
    /// <summary>When the account's next one is due after a change of its settings.</summary>
    /// <param name="before">What the person had chosen before.</param>
    /// <param name="account">The account with the new choice.</param>
    /// <param name="profile">The new profile.</param>
    public DateTimeOffset? After(NoticeChoice before, Account account, AccountProfile profile)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Notices == NoticeChoice.Daily ? Next(profile)
            : before == NoticeChoice.Daily ? time.GetUtcNow() // what was held back until now is told of
            : account.DigestDueAt;
    }

    /// <summary>The next time at which the person's clock shows the hour.</summary>
    public DateTimeOffset Next(AccountProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var tenant = tenants[TenantCatalog.Default];
        var zone = TimeZones.Find(profile.TimeZone) ?? TimeZones.Find(tenant.TimeZone) ?? time.LocalTimeZone;
        return Next(time.GetUtcNow(), zone, profile.DigestHour ?? tenant.DigestHour);
    }

    /// <summary>The first moment after <paramref name="now"/> at which it is <paramref name="hour"/> o'clock in the zone.</summary>
    internal static DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone, int hour)
    {
        var day = TimeZoneInfo.ConvertTime(now, zone).Date;
        while (true)
        {
            var local = day.AddHours(hour);

            // An hour that the clocks leave out in spring is the one after it; of one that comes twice in autumn the first counts.
            local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
            var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
            var moment = new DateTimeOffset(local, offset).ToUniversalTime();
            if (moment > now)
            {
                return moment;
            }

            day = day.AddDays(1);
        }
    }
}
