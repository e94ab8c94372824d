namespace Portal.Core.Mime;

/// <summary>The message that began a conversation, as far as a message of it says (RFC 5322 §3.6.4).</summary>
public static class ThreadRoot
{
    private const int Longest = 500;

    /// <summary>The id without its brackets: the first of References, else of In-Reply-To, else the message's own; empty where it has none.</summary>
    /// <param name="outline">The message's outline. Never fails.</param>
    public static string Of(Outline outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        foreach (var field in new[] { "References", "In-Reply-To", "Message-ID" })
        {
            if (First(outline.Header(field)) is { Length: > 0 } id)
            {
                return id;
            }
        }

        return "";
    }

    // Old programs wrote words into In-Reply-To; only what stands in brackets is an id.
    private static string First(string? value)
    {
        var text = value.AsSpan();
        while (text.IndexOf('<') is >= 0 and var start)
        {
            text = text[(start + 1)..];
            var length = text.IndexOf('>');
            if (length < 0)
            {
                break;
            }

            var id = text[..length].Trim();
            if (id.Length is > 0 and <= Longest && !id.ContainsAny(' ', '\t', '<'))
            {
                return id.ToString();
            }
        }

        return "";
    }
}
