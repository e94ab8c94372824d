using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Core.Mime;
using Portal.Resources;

namespace Portal.Pages;

/// <summary>Times as people say them, in the reader's time zone and the page's language.</summary>
internal sealed class When(TimeProvider time, IStringLocalizer<Texts> texts, ReaderZone zone)
{
    private const int NearDays = 7;

    /// <summary>Near ones in words (today, yesterday, Monday), others as a date.</summary>
    public TimeText Of(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone.Info);
        var today = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone.Info).Date;
        var days = (today - local.Date).Days;
        var near = days switch
        {
            0 => Words("Date.Today", local),
            1 => Words("Date.Yesterday", local),
            > 1 and < NearDays => Words("Date.Weekday", local),
            _ when local.Year == today.Year => Words("Date.ThisYear", local),
            _ => Words("Date.Other", local),
        };
        return new TimeText(
            moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Words("Date.Full", local) + (local.Offset == TimeSpan.Zero && !zone.Chosen ? " (UTC)" : ""), // a server left at UTC is few readers' time
            near);
    }

    /// <summary>A calendar's time in full: UTC in the reader's time zone, others as they are written, with their zone's name.</summary>
    public string Of(CalendarTime moment)
    {
        if (moment.Utc)
        {
            return Of(new DateTimeOffset(moment.Local, TimeSpan.Zero)).Full;
        }

        var words = moment.Local.ToString(texts[moment.DateOnly ? "Date.Day" : "Date.Full"].Value, CultureInfo.CurrentCulture);
        return moment.Zone.Length > 0 ? $"{words} ({moment.Zone})" : words;
    }

    // The text is a date format: which words, in which order.
    private string Words(string format, DateTimeOffset local) => local.ToString(texts[format].Value, CultureInfo.CurrentCulture);
}

/// <summary>A time for machines, in full, and as people say it.</summary>
internal sealed record TimeText(string Machine, string Full, string Near);
