using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class CalendarInvitationTests
{
    [Fact]
    public void An_invitation_is_read_with_its_foldings_and_escapes()
    {
        var invitation = Read(
            "METHOD:REQUEST", "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:16010101T030000", "END:STANDARD", "END:VTIMEZONE",
            "BEGIN:VEVENT", "SUMMARY;LANGUAGE=de:Be", " spre\\,chung\\; jetzt", "DTSTART;TZID=\"Europe/Berlin\":20261120T140000", "DURATION:PT1H30M",
            "LOCATION:Raum 3\\\\4", "DESCRIPTION:eins\\nzwei\\Ndrei", "ORGANIZER;CN=\"Example: Alice\":mailto:alice@example.com",
            "BEGIN:VALARM", "DESCRIPTION:Reminder", "END:VALARM", "RRULE:FREQ=DAILY", "END:VEVENT");
        Assert.Equal(CalendarMethod.Request, invitation!.Method);
        var item = Assert.Single(invitation.Events);
        Assert.Equal("Besprechung; jetzt".Replace("sprech", "spre,ch", StringComparison.Ordinal), item.Summary);
        Assert.Equal("Raum 3\\4", item.Location);
        Assert.Equal("eins\nzwei\ndrei", item.Description);
        Assert.Equal(new MailAddress("Example: Alice", "alice@example.com"), item.Organiser);
        Assert.Equal(new CalendarTime(new DateTime(2026, 11, 20, 14, 0, 0), false, false, "Europe/Berlin"), item.Start);
        Assert.Equal(new DateTime(2026, 11, 20, 15, 30, 0), item.End!.Local);
        Assert.True(item.Repeats);
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261120", "DTEND;VALUE=DATE:20261123", "2026-11-20 day", "2026-11-22 day")]
    [InlineData("DTSTART;VALUE=DATE:20261120", "DTEND;VALUE=DATE:20261121", "2026-11-20 day", "")]
    [InlineData("DTSTART;VALUE=DATE:20261120", "X:y", "2026-11-20 day", "")]
    [InlineData("DTSTART:20261120T140000Z", "DTEND:20261120T150000Z", "2026-11-20 14:00 utc", "2026-11-20 15:00 utc")]
    [InlineData("DTSTART:20261120T140000", "DTEND:20261120T130000", "2026-11-20 14:00", "")]
    [InlineData("DTSTART:20261120T140000Z", "DURATION:P1W2DT1S", "2026-11-20 14:00 utc", "2026-11-29 14:00 utc")]
    [InlineData("DTSTART:20261120T140000Z", "DURATION:P99999999999999999999W", "2026-11-20 14:00 utc", "")]
    [InlineData("DTSTART:99991231T140000Z", "DURATION:P40D", "9999-12-31 14:00 utc", "")]
    [InlineData("DTSTART:20261399T140000Z", "DTEND:never", "", "")]
    public void Times_are_read(string start, string end, string expectedStart, string expectedEnd)
    {
        var item = Assert.Single(Read("BEGIN:VEVENT", start, end, "END:VEVENT")!.Events);
        Assert.Equal((expectedStart, expectedEnd), (Text(item.Start), Text(item.End)));
    }

    [Theory]
    [InlineData("METHOD:CANCEL", CalendarMethod.Cancel)]
    [InlineData("method:reply", CalendarMethod.Reply)]
    [InlineData("METHOD:1", CalendarMethod.Publish)]
    [InlineData("METHOD:COUNTER", CalendarMethod.Publish)]
    [InlineData("X:y", CalendarMethod.Publish)]
    public void The_method_is_what_it_wants(string line, CalendarMethod expected) =>
        Assert.Equal(expected, Read(line, "BEGIN:VEVENT", "END:VEVENT")!.Method);

    [Fact]
    public void Turned_and_hidden_letters_are_taken_out()
    {
        var item = Assert.Single(Read("BEGIN:VEVENT", "SUMMARY:a\u202Eb\\nc\u0007", "DTSTART;TZID=\u2066X:20261120T140000", "END:VEVENT")!.Events);
        Assert.Equal("ab c", item.Summary);
        Assert.Equal("X", item.Start!.Zone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BEGIN:VCALENDAR")]
    [InlineData("no colon at all")]
    [InlineData("END:VEVENT")]
    public void What_holds_no_appointment_is_none(string text) => Assert.Null(CalendarInvitation.Parse(text));

    [Fact]
    public void Bombs_are_cut()
    {
        var many = CalendarInvitation.Parse(string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 50_000)));
        Assert.Equal(20, many!.Events.Count);
        Assert.True(many.TooMany);
        var folded = CalendarInvitation.Parse("BEGIN:VEVENT\nDESCRIPTION:" + string.Concat(Enumerable.Repeat("a\n ", 500_000)));
        Assert.Equal(10_000, Assert.Single(folded!.Events).Description.Length);
        Assert.Single(CalendarInvitation.Parse(string.Concat(Enumerable.Repeat("BEGIN:VEVENT\n", 100_000)))!.Events);
        Assert.Single(CalendarInvitation.Parse("BEGIN:VEVENT\nDTSTART" + string.Concat(Enumerable.Repeat(";TZID=\"a\"", 100_000)) + ":20261120T140000")!.Events);
    }

    private static CalendarInvitation? Read(params string[] lines) =>
        CalendarInvitation.Parse($"BEGIN:VCALENDAR\r\n{string.Join("\r\n", lines)}\r\nEND:VCALENDAR\r\n");

    private static string Text(CalendarTime? time) => time is null ? ""
        : time.Local.ToString(time.DateOnly ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)
            + (time.DateOnly ? " day" : time.Utc ? " utc" : "");
}
