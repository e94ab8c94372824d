using System.Globalization;

namespace Portal.Core.Outbox.Relay;

/// <summary>What the relay offered in its reply to EHLO (RFC 5321 section 4.1.1.1).</summary>
internal sealed class SmtpExtensions
{
    private readonly Dictionary<string, string> _offered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the reply; one to HELO offers nothing.</summary>
    public SmtpExtensions(SmtpReply reply)
    {
        foreach (var line in reply.Lines.Skip(1))
        {
            // Some relays still write AUTH=LOGIN beside the real line.
            var end = line.IndexOfAny([' ', '=']);
            var word = end < 0 ? line : line[..end];
            var values = end < 0 ? "" : line[(end + 1)..];
            _offered[word] = _offered.TryGetValue(word, out var known) ? $"{known} {values}" : values;
        }
    }

    /// <summary>The largest mail in bytes (RFC 1870); null when nothing is said.</summary>
    public long? LargestMail => _offered.TryGetValue("SIZE", out var size)
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : null;

    /// <summary>Whether an extension is offered.</summary>
    public bool Offers(string keyword) => _offered.ContainsKey(keyword);

    /// <summary>Whether a mechanism of AUTH is offered (RFC 4954 section 3).</summary>
    public bool OffersAuth(string mechanism) => _offered.TryGetValue("AUTH", out var mechanisms)
        && mechanisms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(mechanism, StringComparer.OrdinalIgnoreCase);
}
