using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Cli.Demo;

/// <summary>Finds in the pickup folder what the recipients and the sender would get by mail.</summary>
internal sealed partial class PickupReader(string folder, DateTimeOffset since)
{
    /// <summary>The link of the newest notice to the recipient, or null as long as there is none.</summary>
    public string? Link(string recipient) => Mails()
        .Where(mail => mail.Contains($"To: {recipient}", StringComparison.OrdinalIgnoreCase) || mail.Contains($"To: <{recipient}>", StringComparison.OrdinalIgnoreCase))
        .Select(mail => LinkPattern().Match(mail)).LastOrDefault(match => match.Success)?.Value;

    /// <summary>The initial password for the recipient, or null where none was sent.</summary>
    public string? InitialPassword(string recipient) => Mails()
        .Where(mail => mail.Contains(recipient, StringComparison.OrdinalIgnoreCase))
        .Select(mail => PasswordPattern().Match(mail)).LastOrDefault(match => match.Success)?.Groups[1].Value;

    private List<string> Mails() => Directory.Exists(folder)
        ? new DirectoryInfo(folder).GetFiles("*.eml").Where(f => f.LastWriteTimeUtc >= since.UtcDateTime)
            .OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => File.ReadAllText(f.FullName, Encoding.Latin1)).ToList()
        : [];

    [GeneratedRegex(@"https://[^\s""<>]+/n/[A-Za-z0-9_-]+")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"Initial password:\r?\n(\S+)\r?\n")]
    private static partial Regex PasswordPattern();
}
