namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// A coarse estimate for people, not a rule: the password is cut into words, rows, dates, repetitions and single characters so that
/// guessing all of them costs least. No database, no clock, nothing kept.
/// </summary>
public static class PasswordStrength
{
    // Beyond it nothing gets stronger, and the work stays bounded.
    private const int Longest = 128;
    private const double WorthAWord = 10;
    private static readonly (double Bits, PasswordLevel Level)[] Levels =
        [(75, PasswordLevel.Strong), (56, PasswordLevel.Good), (42, PasswordLevel.Fair), (28, PasswordLevel.Weak)];

    /// <summary>How strong the password is, and what would make it stronger.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="personal">Words that whoever guesses at this account tries first: name, address, the portal's name.</param>
    public static PasswordEstimate Estimate(string password, IEnumerable<string> personal)
    {
        if (password.Length <= PasswordPolicy.MaximumLength && PasswordBlocklist.Contains(password))
        {
            return new PasswordEstimate(PasswordLevel.VeryWeak, PasswordAdvice.NoCommonWord);
        }

        var text = password.Length > Longest ? password[..Longest] : password;
        var single = Math.Log2(Alphabet(text));
        var path = Cheapest(text.Length, single, PasswordPatterns.Find(text, single, personal).ToLookup(s => s.Start + s.Length));
        var bits = path.Sum(segment => segment.Bits);
        var level = Levels.Where(l => bits >= l.Bits).Select(l => l.Level).DefaultIfEmpty(PasswordLevel.VeryWeak).First();
        return new PasswordEstimate(level, level == PasswordLevel.Strong ? PasswordAdvice.None : Advice(path, single));
    }

    private static int Alphabet(string text) => Math.Max(2,
        (text.Any(char.IsAsciiLetterLower) ? 26 : 0)
        + (text.Any(char.IsAsciiLetterUpper) ? 26 : 0)
        + (text.Any(char.IsAsciiDigit) ? 10 : 0)
        + (text.Any(c => c < 128 && !char.IsAsciiLetterOrDigit(c)) ? 33 : 0)
        + (text.Any(c => c >= 128) ? 100 : 0));

    private static List<PasswordSegment> Cheapest(int length, double single, ILookup<int, PasswordSegment> ending)
    {
        var costs = new double[length + 1];
        var last = new PasswordSegment[length + 1];
        for (var end = 1; end <= length; end++)
        {
            last[end] = new PasswordSegment(end - 1, 1, single, PasswordAdvice.Longer);
            costs[end] = costs[end - 1] + single;
            foreach (var segment in ending[end].Where(s => costs[s.Start] + s.Bits < costs[end]))
            {
                last[end] = segment;
                costs[end] = costs[segment.Start] + segment.Bits;
            }
        }

        var path = new List<PasswordSegment>();
        for (var end = length; end > 0; end = last[end].Start)
        {
            path.Add(last[end]);
        }

        return path;
    }

    // The kind of stretch that costs the password most strength.
    private static PasswordAdvice Advice(List<PasswordSegment> path, double single)
    {
        var worst = path.GroupBy(s => s.Advice, s => (s.Length * single) - s.Bits)
            .Select(kind => (Advice: kind.Key, Lost: kind.Sum())).OrderByDescending(kind => kind.Lost).FirstOrDefault();
        return worst.Lost >= WorthAWord ? worst.Advice : PasswordAdvice.Longer;
    }
}
