namespace Portal.Core.Mime;

/// <summary>Header values as people read them.</summary>
public static class HeaderText
{
    /// <summary>Decodes the encoded words of an unstructured value (RFC 2047) and removes control and bidirectional override
    /// characters. Adjacent words are joined before they are decoded, so that a character may be split between them. A word
    /// in an unknown character set, or malformed, stays as it is.</summary>
    public static string Decode(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return DisplayText.Clean(raw.Contains("=?", StringComparison.Ordinal) ? EncodedWords.Decode(raw) : raw);
    }

    /// <summary>Reads a date (RFC 5322 §3.3, with the obsolete forms of §4.3 and some that are no standard's).</summary>
    /// <returns>The date with its zone, or null where there is none to be read.</returns>
    public static DateTimeOffset? Date(string? raw) => raw is null ? null : MailDate.Read(raw);
}
