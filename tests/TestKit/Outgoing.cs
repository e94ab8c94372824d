using System.Text;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>The pickup folder as a person's mail program would see it.</summary>
public sealed partial class Outgoing(string data)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the folder holds this many mails to the address and gives them, oldest first.</summary>
    public Task<IReadOnlyList<string>> ToAsync(string address, int count = 1) => UntilAsync(address, mails => mails.Count >= count);

    /// <summary>Waits until a mail to the address holds this text, and gives it.</summary>
    public async Task<string> WithAsync(string address, string text)
    {
        bool Holds(string mail) => mail.Contains(text, StringComparison.Ordinal);
        return (await UntilAsync(address, mails => mails.Any(Holds))).First(Holds);
    }

    private async Task<IReadOnlyList<string>> UntilAsync(string address, Func<List<string>, bool> complete)
    {
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            var mails = All().Where(mail => Regex.IsMatch(mail, $@"^To:.*{Regex.Escape(address)}", RegexOptions.Multiline)).ToList();
            if (complete(mails))
            {
                return mails;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>All mails, oldest first.</summary>
    public IReadOnlyList<string> All()
    {
        var folder = new DirectoryInfo(Path.Combine(data, "outgoing"));
        return folder.Exists
            ? [.. folder.GetFiles("*.eml").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => File.ReadAllText(f.FullName, Encoding.Latin1))]
            : [];
    }

    /// <summary>The link in a notice.</summary>
    public static Uri Link(string notice) => new(LinkPattern().Match(notice).Value);

    /// <summary>The initial password in the mail to the sender: alone on the line after its label.</summary>
    public static string InitialPassword(string mail) => PasswordPattern().Match(mail).Groups[1].Value;

    [GeneratedRegex(@"https://[^\s""<>]+/n/[A-Za-z0-9_-]+")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"Initial password:\r?\n([a-z]{4}(?:-[a-z]{4})+)\r?\n")]
    private static partial Regex PasswordPattern();
}
