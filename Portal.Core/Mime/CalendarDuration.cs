namespace Portal.Core.Mime;

/// <summary>Durations of a calendar (RFC 5545 §3.3.6): <c>P1DT2H30M</c>, <c>P2W</c>.</summary>
internal static class CalendarDuration
{
    private const long MostSeconds = 100L * 366 * 86_400; // no appointment takes a century

    public static TimeSpan? Parse(string text)
    {
        text = text.Trim().TrimStart('+');
        if (text is not ['P', _, ..])
        {
            return null;
        }

        var (number, seconds) = (0L, 0L);
        foreach (var c in text.AsSpan(1))
        {
            var unit = c switch { 'W' => 7 * 86_400, 'D' => 86_400, 'H' => 3_600, 'M' => 60, 'S' => 1, _ => 0 };
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
            }
            else if (unit > 0)
            {
                (seconds, number) = (seconds + (number * unit), 0);
            }
            else if (c != 'T')
            {
                return null;
            }

            if (number > MostSeconds || seconds > MostSeconds)
            {
                return null;
            }
        }

        return TimeSpan.FromSeconds(seconds);
    }
}
