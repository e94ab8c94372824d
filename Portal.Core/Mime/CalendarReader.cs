namespace Portal.Core.Mime;

/// <summary>Gathers the appointments of a calendar, line by line. Components inside of them, such as alarms, are passed over.</summary>
internal sealed class CalendarReader
{
    private const int MostEvents = 20;
    private const int LongestText = 1_000;
    private const int LongestDescription = 10_000;

    private readonly List<CalendarEvent> _events = [];
    private CalendarMethod _method;
    private CalendarEvent? _event;
    private TimeSpan? _duration;
    private int _inside; // components open inside of the appointment
    private bool _tooMany;

    public void Take(CalendarLine line)
    {
        switch (line.Name)
        {
            case "METHOD" when _event is null:
                _method = MethodOf(line.Value.Trim());
                break;
            case "BEGIN":
                Begin(line.Value.Trim());
                break;
            case "END":
                End();
                break;
            default:
                _event = _event is null || _inside > 0 ? _event : With(_event, line);
                break;
        }
    }

    public CalendarInvitation? Invitation()
    {
        Finish();
        return _events.Count == 0 ? null : new CalendarInvitation(_method, _events, _tooMany);
    }

    private void Begin(string component)
    {
        if (_event is not null)
        {
            _inside++;
        }
        else if (component.Equals("VEVENT", StringComparison.OrdinalIgnoreCase))
        {
            (_event, _duration) = (new CalendarEvent(), null);
        }
    }

    private void End()
    {
        if (_event is not null && _inside > 0)
        {
            _inside--;
        }
        else
        {
            Finish();
        }
    }

    private void Finish()
    {
        if (_event is null)
        {
            return;
        }

        _tooMany |= _events.Count >= MostEvents;
        if (!_tooMany)
        {
            _events.Add(_event with { End = EndOf(_event) });
        }

        (_event, _inside) = (null, 0);
    }

    // The end of whole days is the day after the last one (RFC 5545 §3.6.1).
    private CalendarTime? EndOf(CalendarEvent item)
    {
        var end = item.End ?? (_duration is { } duration ? item.Start?.Plus(duration) : null);
        end = end is { DateOnly: true } ? end.Plus(TimeSpan.FromDays(-1)) : end;
        return end is null || item.Start is null || end.Local <= item.Start.Local && end.Zone == item.Start.Zone && end.Utc == item.Start.Utc ? null : end;
    }

    private CalendarEvent With(CalendarEvent item, CalendarLine line)
    {
        switch (line.Name)
        {
            case "SUMMARY":
                return item with { Summary = OneLine(line) };
            case "LOCATION":
                return item with { Location = OneLine(line) };
            case "DESCRIPTION":
                return item with { Description = DisplayText.Cut(line.Text(), LongestDescription) };
            case "ORGANIZER":
                return item with { Organiser = Person(line) };
            case "DTSTART":
                return item with { Start = CalendarTime.Parse(line) };
            case "DTEND":
                return item with { End = CalendarTime.Parse(line) };
            case "DURATION":
                _duration = CalendarDuration.Parse(line.Value);
                return item;
            case "RRULE" or "RDATE":
                return item with { Repeats = true };
            case "STATUS":
                return item with { Cancelled = line.Value.Trim().Equals("CANCELLED", StringComparison.OrdinalIgnoreCase) };
            default:
                return item;
        }
    }

    private static CalendarMethod MethodOf(string name) => name.ToUpperInvariant() switch
    {
        "REQUEST" => CalendarMethod.Request,
        "REPLY" => CalendarMethod.Reply,
        "CANCEL" => CalendarMethod.Cancel,
        _ => CalendarMethod.Publish,
    };

    private static string OneLine(CalendarLine line) => DisplayText.Cut(line.Text().Replace('\n', ' '), LongestText);

    private static MailAddress Person(CalendarLine line)
    {
        var address = line.Value.Trim();
        address = address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? address["mailto:".Length..] : address;
        var name = DisplayText.Clean(line.Parameter("cn") ?? "", alsoMarks: true).Trim();
        return new(DisplayText.Cut(name, LongestText), DisplayText.Cut(DisplayText.Clean(address, alsoMarks: true).Trim(), LongestText));
    }
}
