using System.Text;
using Portal.Core.Mime;

namespace Portal.Fuzz.Targets;

/// <summary>Calendars: few appointments come out, with short lines fit to be shown.</summary>
internal sealed class CalendarTarget : IFuzzTarget
{
    public string Name => "calendar";

    public IReadOnlyList<byte[]> Seeds { get; } = Material.Words(
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY;LANGUAGE=de:Gespr\u00C3\u00A4ch\\, lang\r\n  weiter\r\nDTSTART;TZID=\"Europe/Berlin\":20261120T140500\r\n"
        + "DURATION:P1DT2H\r\nORGANIZER;CN=\"Alice; Example\":mailto:alice@b.example\r\nDESCRIPTION:a\\nb\r\nRRULE:FREQ=DAILY\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261231\nDTEND:99991231T235959Z\nSTATUS:CANCELLED\nEND:VEVENT\n");

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:", "END:", "SUMMARY:", "DTSTART:", "DTEND:", "DURATION:P", "ORGANIZER;CN=", "TZID=", "\n ", "\n\t", "\r\n", ":", ";", "\"", "\\n", "\\", "99999999T999999Z",
        "00010101", "-P1W", "P99999999999999999999D", "mailto:", "\u0000", "\u00E2\u0080\u00AE", "\u00FF");

    public Task RunAsync(byte[] input)
    {
        var invitation = CalendarInvitation.Parse(Encoding.UTF8.GetString(input));
        foreach (var item in invitation?.Events ?? [])
        {
            string[] lines = [item.Summary, item.Location, item.Organiser?.Name ?? "", item.Organiser?.Address ?? "", item.Start?.Zone ?? ""];
            if (invitation!.Events.Count > 20 || item.Description.Length > 10_000 || lines.Any(line => line.Length > 1_000 || line.AsSpan().ContainsAny('\0', '\n', '\u202E')))
            {
                throw new FuzzException("An appointment is not fit to be shown.");
            }
        }

        return Task.CompletedTask;
    }
}
