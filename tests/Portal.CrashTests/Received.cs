using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using TestKit;

namespace Portal.CrashTests;

/// <summary>The mails that left the portal, told apart by their Message-ID.</summary>
internal sealed partial class Received
{
    private readonly ConcurrentDictionary<string, int> _times = new();
    private readonly ConcurrentDictionary<string, Uri> _links = new();

    /// <summary>How often each mail came.</summary>
    public IReadOnlyDictionary<string, int> Times => _times;

    /// <summary>The link of each notice.</summary>
    public IReadOnlyDictionary<string, Uri> Links => _links;

    /// <summary>The latest initial password; empty while there is none.</summary>
    public string InitialPassword { get; private set; } = "";

    /// <summary>Counts one that was taken for good.</summary>
    public void Take(string mail)
    {
        var id = MessageId().Match(mail).Groups[1].Value;
        _times.AddOrUpdate(id, 1, (_, times) => times + 1);
        if (ToRecipient().IsMatch(mail))
        {
            _links[id] = Outgoing.Link(mail);
        }
        else
        {
            InitialPassword = Outgoing.InitialPassword(mail);
        }
    }

    /// <summary>Forgets one notice, as if it had been lost, and counts another once more.</summary>
    public void Spoil()
    {
        var (lost, doubled) = (_links.Keys.Order().First(), _links.Keys.Order().Last());
        _links.TryRemove(lost, out _);
        _times.TryRemove(lost, out _);
        _times[doubled]++;
    }

    [GeneratedRegex(@"^Message-ID:\s*(<[^>]+>)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();

    [GeneratedRegex(@"^To:.*bob@example\.org", RegexOptions.Multiline)]
    private static partial Regex ToRecipient();
}
