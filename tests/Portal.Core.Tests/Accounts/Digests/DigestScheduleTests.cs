using System.Globalization;
using Portal.Core.Accounts.Digests;
using Xunit;

namespace Portal.Core.Tests.Accounts.Digests;

public sealed class DigestScheduleTests
{
    [Theory]
    [InlineData("2026-11-20T05:59:00Z", "Europe/Zurich", 7, "2026-11-20T06:00:00Z")]
    [InlineData("2026-11-20T06:00:00Z", "Europe/Zurich", 7, "2026-11-21T06:00:00Z")] // not twice at the same moment
    [InlineData("2026-11-20T23:30:00Z", "Pacific/Auckland", 0, "2026-11-21T11:00:00Z")] // it is tomorrow there
    [InlineData("2027-03-27T12:00:00Z", "Europe/Zurich", 2, "2027-03-28T01:00:00Z")] // the hour that is left out
    [InlineData("2027-10-30T12:00:00Z", "Europe/Zurich", 2, "2027-10-31T00:00:00Z")] // the hour that comes twice: its first
    [InlineData("2027-10-31T00:00:00Z", "Europe/Zurich", 2, "2027-11-01T01:00:00Z")] // and not its second
    [InlineData("2026-12-31T23:59:59Z", "UTC", 0, "2027-01-01T00:00:00Z")]
    public void It_is_the_next_time_the_persons_clock_shows_the_hour(string now, string zone, int hour, string next)
    {
        Assert.Equal(Time(next), DigestSchedule.Next(Time(now), TimeZoneInfo.FindSystemTimeZoneById(zone), hour));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
