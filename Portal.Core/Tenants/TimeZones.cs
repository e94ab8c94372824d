namespace Portal.Core.Tenants;

/// <summary>Time zones by the names of the IANA database, as far as the system has them.</summary>
public static class TimeZones
{
    private static readonly Lazy<IReadOnlyList<string>> Names = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(IsPlace).Append("UTC").Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>Those that people choose from, in the order of the alphabet: <c>Africa/Abidjan</c> … <c>UTC</c>.</summary>
    public static IReadOnlyList<string> All => Names.Value;

    /// <summary>The zone of that name, or null where there is none. Names are exact: no path leads out of the database.</summary>
    public static TimeZoneInfo? Find(string? name) =>
        name is not null && All.Contains(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    // Names without a place are aliases, and those of Etc have the sign of their hours the other way round.
    private static bool IsPlace(string name) => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("Etc/", StringComparison.Ordinal);
}
