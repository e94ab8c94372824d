using System.Globalization;

namespace Portal.Core.Mime;

/// <summary>Reads dates as mails have them. Only the order of day, month, year, time and zone counts.</summary>
internal static class MailDate
{
    private const int LongestDate = 200;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static DateTimeOffset? Read(string raw)
    {
        var words = Words(raw.Length > LongestDate ? raw[..LongestDate] : raw);
        var start = words.FindIndex(word => char.IsAsciiDigit(word[0]));
        if (start < 0 || words.Count < start + 4)
        {
            return null;
        }

        // ctime's order has the month first: Sat Jun 15 21:49:08 1996
        var monthFirst = start > 0 && Month(words[start - 1]) > 0;
        var (day, month, year, time) = monthFirst
            ? (words[start], words[start - 1], words[^1], words[start + 1])
            : (words[start], words[start + 1], words[start + 2], words[start + 3]);
        if (!int.TryParse(day, CultureInfo.InvariantCulture, out var d) || Month(month) is not (> 0 and var m) || Year(year) is not { } y
            || d < 1 || d > DateTime.DaysInMonth(y, m) || Time(time) is not { } t)
        {
            return null;
        }

        var zone = monthFirst || words.Count < start + 5 ? TimeSpan.Zero : Zone(words[start + 4]);
        return new DateTimeOffset(new DateTime(y, m, d).Add(t), zone);
    }

    // Comments go (RFC 5322 §3.2.2); dashes part the date of some old mails.
    private static List<string> Words(string raw)
    {
        var words = new List<string>();
        var depth = 0;
        var from = -1;
        for (var i = 0; i <= raw.Length; i++)
        {
            var c = i < raw.Length ? raw[i] : ' ';
            depth = Math.Max(0, depth + (c == '(' ? 1 : c == ')' ? -1 : 0));
            var parts = depth > 0 || c is ' ' or '\t' or ',' or ')' or '(' || (c == '-' && words.Count is 1 or 2 && from >= 0);
            if (!parts && from < 0)
            {
                from = i;
            }
            else if (parts && from >= 0)
            {
                words.Add(raw[from..i]);
                from = -1;
            }
        }

        return words;
    }

    private static int Month(string word) => word.Length < 3 ? 0 : Array.IndexOf(Months, word[..3].ToLowerInvariant()) + 1;

    // Two and three digits as RFC 5322 §4.3 reads them.
    private static int? Year(string word)
    {
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            return null;
        }

        year += word.Length switch { 1 or 2 => year < 50 ? 2000 : 1900, 3 => 1900, _ => 0 };
        return year is >= 1900 and <= 9998 ? year : null;
    }

    private static TimeSpan? Time(string word)
    {
        var fields = word.Split(':', '.');
        if (fields.Length is < 2 or > 4)
        {
            return null;
        }

        var time = new int[3];
        for (var i = 0; i < Math.Min(3, fields.Length); i++)
        {
            if (!int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out time[i]) || time[i] > (i == 0 ? 23 : 60))
            {
                return null;
            }
        }

        // A leap second is the second before it here.
        return time[1] > 59 ? null : new TimeSpan(time[0], time[1], Math.Min(59, time[2]));
    }

    private static TimeSpan Zone(string word)
    {
        if (word.Length == 5 && word[0] is '+' or '-' && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
        {
            var minutes = (digits / 100 * 60) + (digits % 100);
            return minutes > 14 * 60 ? TimeSpan.Zero : TimeSpan.FromMinutes(word[0] == '-' ? -minutes : minutes);
        }

        // RFC 5322 §4.3: the letters of military zones were used wrongly and say nothing.
        return TimeSpan.FromHours(word.ToUpperInvariant() switch
        {
            "EDT" => -4,
            "EST" or "CDT" => -5,
            "CST" or "MDT" => -6,
            "MST" or "PDT" => -7,
            "PST" => -8,
            "CET" or "MEZ" or "BST" => 1,
            "CEST" or "MESZ" or "EET" => 2,
            _ => 0,
        });
    }
}
