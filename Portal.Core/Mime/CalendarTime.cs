using System.Globalization;

namespace Portal.Core.Mime;

/// <summary>A time in a calendar (RFC 5545 §3.3.4, §3.3.5).</summary>
/// <param name="Local">Date and time as written.</param>
/// <param name="DateOnly">Whether there is no time of day.</param>
/// <param name="Utc">Whether it is written in UTC.</param>
/// <param name="Zone">The name of the time zone it is written in, fit to be shown; empty: UTC, or wherever the reader is.</param>
public sealed record CalendarTime(DateTime Local, bool DateOnly, bool Utc, string Zone)
{
    private const int LongestZone = 100;

    internal static CalendarTime? Parse(CalendarLine line)
    {
        var value = line.Value.Trim();
        if (DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new(date, DateOnly: true, Utc: false, "");
        }

        var utc = value.EndsWith('Z');
        if (!DateTime.TryParseExact(utc ? value[..^1] : value, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        var zone = utc ? "" : DisplayText.Cut(DisplayText.Clean(line.Parameter("tzid") ?? "", alsoMarks: true).Trim(), LongestZone);
        return new(time, DateOnly: false, utc, zone);
    }

    /// <summary>That much later, in the same zone's clock; null beyond the years that dates have.</summary>
    internal CalendarTime? Plus(TimeSpan span)
    {
        var ticks = Local.Ticks + span.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : this with { Local = new DateTime(ticks) };
    }
}
