namespace Portal.Core.Accounts.Passwords;

/// <summary>Finds what people put into passwords because it comes to mind: words, rows, dates, repetitions.</summary>
internal static class PasswordPatterns
{
    private const int ShortestWord = 4;
    private const int LongestWord = 20;
    private const double WordBits = 14; // one of some 16,000, which is where most of a person's words are
    private const double PersonalBits = 3;
    private const int ShortestRun = 4;
    private const double RunBits = 6;
    private const double YearBits = 7;
    private const double DateBits = 15;
    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1qay2wsx3edc4rfv5tgb6zhn7ujm", "qazwsxedcrfvtgbyhnujm", "qaywsxedcrfvtgbzhnujm",
    ];

    private static readonly string[] BothWays = [.. Rows, .. Rows.Select(row => string.Concat(row.Reverse()))];

    /// <summary>All stretches, which may overlap.</summary>
    /// <param name="text">The password.</param>
    /// <param name="single">What a single character costs, in bits.</param>
    /// <param name="personal">Words to be found beside those of the blocklist.</param>
    public static IEnumerable<PasswordSegment> Find(string text, double single, IEnumerable<string> personal)
    {
        var lower = text.ToLowerInvariant();
        var folded = string.Concat(lower.Select(PasswordKeys.Fold));
        return [.. Personal(folded, personal), .. Words(lower, folded), .. Runs(lower), .. Dates(lower), .. Repeats(lower, single)];
    }

    private static IEnumerable<PasswordSegment> Personal(string folded, IEnumerable<string> personal) =>
        from word in personal.Select(PasswordKeys.Fold).Where(word => word.Length >= ShortestWord).Distinct()
        from start in Enumerable.Range(0, folded.Length)
        where folded.AsSpan(start).StartsWith(word, StringComparison.Ordinal)
        select new PasswordSegment(start, word.Length, PersonalBits, PasswordAdvice.NoPersonalWord);

    private static IEnumerable<PasswordSegment> Words(string lower, string folded)
    {
        for (var start = 0; start < folded.Length; start++)
        {
            for (var length = 1; length <= LongestWord && start + length <= folded.Length && char.IsLetter(folded[start + length - 1]); length++)
            {
                // Of digits that look like letters alone, any number is some word.
                if (length >= ShortestWord
                    && lower.Skip(start).Take(length).Count(char.IsLetter) > length / 2
                    && PasswordBlocklist.Has(folded.Substring(start, length)))
                {
                    yield return new PasswordSegment(start, length, WordBits, PasswordAdvice.NoCommonWord);
                }
            }
        }
    }

    private static IEnumerable<PasswordSegment> Runs(string lower)
    {
        for (var start = 0; start + ShortestRun <= lower.Length; start++)
        {
            for (var length = ShortestRun; start + length <= lower.Length; length++)
            {
                var run = lower.Substring(start, length);
                if (!BothWays.Any(row => row.Contains(run, StringComparison.Ordinal)))
                {
                    break;
                }

                yield return new PasswordSegment(start, length, RunBits + Math.Log2(length), PasswordAdvice.NoRun);
            }
        }
    }

    private static IEnumerable<PasswordSegment> Dates(string lower)
    {
        for (var start = 0; start + 4 <= lower.Length; start++)
        {
            if (lower[start..(start + 4)] is ['1', '9', _, _] or ['2', '0', _, _] && AreDigits(lower, start, 4))
            {
                yield return new PasswordSegment(start, 4, YearBits, PasswordAdvice.NoDate);
            }

            foreach (var length in (int[])[6, 8])
            {
                if (AreDigits(lower, start, length) && IsDate(lower.Substring(start, length)))
                {
                    yield return new PasswordSegment(start, length, DateBits, PasswordAdvice.NoDate);
                }
            }
        }
    }

    private static bool AreDigits(string lower, int start, int length) =>
        start + length <= lower.Length && lower.AsSpan(start, length).IndexOfAnyExceptInRange('0', '9') < 0;

    // Day, month and year in either order, or the year first.
    private static bool IsDate(string digits)
    {
        var year = digits.Length - 4;
        return IsDayAndMonth(digits[..4]) && (year == 2 || digits[4..] is ['1', '9', ..] or ['2', '0', ..])
            || IsDayAndMonth(digits[year..]) && (year == 2 || digits is ['1', '9', ..] or ['2', '0', ..]);
    }

    private static bool IsDayAndMonth(string digits)
    {
        var (one, other) = ((10 * (digits[0] - '0')) + digits[1] - '0', (10 * (digits[2] - '0')) + digits[3] - '0');
        return Math.Min(one, other) is >= 1 and <= 12 && Math.Max(one, other) <= 31;
    }

    private static IEnumerable<PasswordSegment> Repeats(string lower, double single)
    {
        for (var start = 0; start < lower.Length; start++)
        {
            for (var unit = 1; start + (2 * unit) <= lower.Length; unit++)
            {
                for (var end = start + (2 * unit); end <= lower.Length && Same(lower, start, end - unit, unit); end += unit)
                {
                    if (end - start >= 3)
                    {
                        var times = (end - start) / unit;
                        yield return new PasswordSegment(start, end - start, (unit * single) + Math.Log2(times), PasswordAdvice.LessRepetition);
                    }
                }
            }
        }
    }

    private static bool Same(string text, int one, int other, int length) =>
        text.AsSpan(one, length).SequenceEqual(text.AsSpan(other, length));
}
