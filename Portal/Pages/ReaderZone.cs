using Portal.Core.Tenants;
using Portal.SignIn;

namespace Portal.Pages;

/// <summary>The time zone in which a page tells times.</summary>
/// <param name="Info">The zone.</param>
/// <param name="Chosen">Whether the reader or the tenant chose it; else it is only the server's.</param>
internal sealed record ReaderZone(TimeZoneInfo Info, bool Chosen)
{
    /// <summary>The reader's own, else the tenant's, else the server's.</summary>
    public static ReaderZone Of(IServiceProvider services)
    {
        var session = services.GetRequiredService<CurrentReader>().Session;
        var tenant = services.GetRequiredService<TenantCatalog>()[session?.Tenant ?? TenantCatalog.Default];
        return (TimeZones.Find(session?.TimeZone) ?? TimeZones.Find(tenant.TimeZone)) is { } chosen
            ? new ReaderZone(chosen, true)
            : new ReaderZone(services.GetRequiredService<TimeProvider>().LocalTimeZone, false);
    }
}
