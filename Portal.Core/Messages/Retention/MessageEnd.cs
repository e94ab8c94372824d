using System.Globalization;
using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Retention;

/// <summary>
/// When a message goes for good: after the tenant's time, or as its sender wants by the field <c>X-Portal-Expires: 14d</c> (or weeks, <c>2w</c>, or a date).
/// What cannot be read counts as nothing said.
/// </summary>
internal static class MessageEnd
{
    private const string Name = "X-Portal-Expires";
    private const int MostDays = 36_500;

    // Nothing goes before anybody had the time to read it, whatever its sender says.
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>The end of a message that comes now, or null: never.</summary>
    public static DateTimeOffset? Of(IReadOnlyList<HeaderField> steering, DateTimeOffset now, TenantOptions tenant)
    {
        return Named(steering, now) is { } end
            ? Clamp(end, now, tenant)
            : Of(now, tenant);
    }

    /// <summary>Whether its sender named an end that can be read.</summary>
    public static bool IsNamed(IReadOnlyList<HeaderField> steering, DateTimeOffset now) => Named(steering, now) is not null;

    /// <summary>The end of a message that is written here now, or null: never.</summary>
    public static DateTimeOffset? Of(DateTimeOffset now, TenantOptions tenant) => tenant.Retention > TimeSpan.Zero ? now + tenant.Retention : null;

    private static DateTimeOffset? Named(IReadOnlyList<HeaderField> steering, DateTimeOffset now) =>
        steering.Where(field => field.Is(Name)).Select(field => Read(field.Value.Trim(), now)).FirstOrDefault(end => end is not null);

    private static DateTimeOffset Clamp(DateTimeOffset end, DateTimeOffset now, TenantOptions tenant)
    {
        var (first, last) = (now + Shortest, tenant.RetentionMax > TimeSpan.Zero ? now + tenant.RetentionMax : DateTimeOffset.MaxValue);
        return end < first ? first : end > last ? last : end;
    }

    private static DateTimeOffset? Read(string value, DateTimeOffset now)
    {
        var unit = value.Length > 1 ? char.ToLowerInvariant(value[^1]) switch { 'd' => 1, 'w' => 7, _ => 0 } : 0;
        if (unit > 0 && int.TryParse(value.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return now + TimeSpan.FromDays(Math.Min((long)number * unit, MostDays));
        }

        // A day counts to its end.
        return DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
            : HeaderText.Date(value)?.ToUniversalTime();
    }
}
