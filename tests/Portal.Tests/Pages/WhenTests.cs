using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Portal.Pages;
using Portal.Resources;
using Portal.Tests.Web;
using Xunit;

namespace Portal.Tests.Pages;

public sealed class WhenTests
{
    // The clock stands at Friday 20 November 2026, 14:05 UTC.
    [Theory]
    [InlineData("2026-11-20T00:00:00Z", "en", "today 00:00")]
    [InlineData("2026-11-19T23:59:00Z", "en", "yesterday 23:59")]
    [InlineData("2026-11-19T23:59:00Z", "de", "gestern 23:59")]
    [InlineData("2026-11-14T10:00:00Z", "en", "Saturday 10:00")]
    [InlineData("2026-11-14T10:00:00Z", "de", "Samstag 10:00")]
    [InlineData("2026-11-13T10:00:00Z", "en", "13 November")]
    [InlineData("2026-03-01T10:00:00Z", "de", "1. März")]
    [InlineData("2025-11-20T10:00:00Z", "en", "20 November 2025")]
    [InlineData("2026-11-21T10:00:00Z", "en", "21 November")]
    public void Near_times_are_words_and_others_dates(string moment, string language, string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var when = new When(new TestClock(), services.GetRequiredService<IStringLocalizer<Texts>>(), new ReaderZone(TimeZoneInfo.Utc, false));
        var time = when.Of(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));
        Assert.Equal(text, time.Near);
        Assert.Equal(moment, time.Machine);
    }

    // At 14:05 UTC it is the next day already in Auckland.
    [Theory]
    [InlineData("2026-11-20T14:00:00Z", "Pacific/Auckland", "today 03:00", "Saturday 21 November 2026, 03:00")]
    [InlineData("2026-11-20T10:30:00Z", "Pacific/Auckland", "yesterday 23:30", "Friday 20 November 2026, 23:30")]
    [InlineData("2026-11-20T04:59:00Z", "America/New_York", "yesterday 23:59", "Thursday 19 November 2026, 23:59")]
    [InlineData("2026-11-20T04:59:00Z", "Europe/London", "today 04:59", "Friday 20 November 2026, 04:59")]
    public void Days_are_those_of_the_readers_zone(string moment, string zone, string near, string full)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var when = new When(
            new TestClock(), services.GetRequiredService<IStringLocalizer<Texts>>(), new ReaderZone(TimeZoneInfo.FindSystemTimeZoneById(zone), true));
        var time = when.Of(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));
        Assert.Equal((near, full, moment), (time.Near, time.Full, time.Machine));
    }
}
