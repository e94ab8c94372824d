using System.Text;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>What the portal sends, as a person's mail program would see it: out of the pickup folder, or at the relay.</summary>
public sealed partial class Outgoing(Func<IReadOnlyList<string>> source)
{
    private const string Encrypted = "Content-Type: application/pkcs7-mime";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public Outgoing(string data)
        : this(() => InPickupFolder(data))
    {
    }

    public Outgoing(ScriptedServer relay)
        : this(() => [.. relay.Mails])
    {
    }

    /// <summary>Waits until the folder holds this many mails to the address and gives them, oldest first.</summary>
    public Task<IReadOnlyList<string>> ToAsync(string address, int count = 1) => UntilAsync(IsTo(address), mails => mails.Count >= count);

    /// <summary>Waits until this many mails that are encrypted to a gateway have left, and gives all of them, oldest first.</summary>
    public Task<IReadOnlyList<string>> EncryptedAsync(int count) =>
        UntilAsync(mail => mail.Contains(Encrypted, StringComparison.OrdinalIgnoreCase), mails => mails.Count >= count);

    /// <summary>Waits until a mail to the address holds this text, and gives it.</summary>
    public async Task<string> WithAsync(string address, string text)
    {
        bool Holds(string mail) => mail.Contains(text, StringComparison.Ordinal);
        return (await UntilAsync(IsTo(address), mails => mails.Any(Holds))).First(Holds);
    }

    private static Func<string, bool> IsTo(string address) =>
        mail => Regex.IsMatch(mail, $@"^To:.*{Regex.Escape(address)}", RegexOptions.Multiline);

    private async Task<IReadOnlyList<string>> UntilAsync(Func<string, bool> which, Func<List<string>, bool> complete)
    {
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            var found = All().Where(which).ToList();
            if (complete(found))
            {
                return found;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>All mails, oldest first.</summary>
    public IReadOnlyList<string> All() => source();

    /// <summary>The link in a notice.</summary>
    public static Uri Link(string notice) => new(LinkPattern().Match(notice).Value);

    /// <summary>The initial password in the mail to the sender: alone on the line after its label.</summary>
    public static string InitialPassword(string mail) => PasswordPattern().Match(mail).Groups[1].Value;

    private static IReadOnlyList<string> InPickupFolder(string data)
    {
        var folder = new DirectoryInfo(Path.Combine(data, "outgoing"));
        return folder.Exists
            ? [.. folder.GetFiles("*.eml").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => File.ReadAllText(f.FullName, Encoding.Latin1))]
            : [];
    }

    [GeneratedRegex(@"https://[^\s""<>]+/n/[A-Za-z0-9_-]+")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"Initial password:\r?\n([a-z]{4}(?:-[a-z]{4})+)\r?\n")]
    private static partial Regex PasswordPattern();
}
