using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Portal.CrashTests.Replies;

/// <summary>What left through the tunnel: each mail by its outer Message-ID, and how often it came.</summary>
internal sealed partial class ReplyMails
{
    private readonly ConcurrentDictionary<string, (string Mail, int Times)> _mails = new();

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, (string Mail, int Times)> All => _mails;

    /// <summary>Takes one, if it is one.</summary>
    public bool Take(string mail)
    {
        if (!mail.Contains("application/pkcs7-mime", StringComparison.Ordinal))
        {
            return false;
        }

        _mails.AddOrUpdate(MessageId().Match(mail).Groups[1].Value, (mail, 1), (_, known) => known.Mail == mail
            ? (mail, known.Times + 1)
            : throw new InvalidOperationException("Two mails have one Message-ID."));
        return true;
    }

    /// <summary>Forgets one and counts another once more.</summary>
    public void Spoil()
    {
        var (lost, doubled) = (_mails.Keys.Order().First(), _mails.Keys.Order().Last());
        _mails.TryRemove(lost, out _);
        _mails[doubled] = (_mails[doubled].Mail, 2);
    }

    [GeneratedRegex(@"^Message-ID:\s*(<[^>]+>)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();
}
