namespace Portal.Core.Outbox.Bounces;

/// <summary>Enhanced status codes (RFC 3463): nothing else of what others say about a mail is kept.</summary>
internal static class EnhancedStatus
{
    /// <summary>It failed, and nobody said why.</summary>
    public const string Unknown = "5.0.0";

    /// <summary>It was tried for as long as we try (§3.5).</summary>
    public const string TooLong = "4.4.7";

    /// <summary>The code, or null where the text is none: a class and twice one to three digits.</summary>
    public static string? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && parts[0] is "2" or "4" or "5" && IsNumber(parts[1]) && IsNumber(parts[2]) ? text : null;
    }

    /// <summary>What the relay said for good, as it is kept: its enhanced code, else its reply code; null where it was not the relay that spoke.</summary>
    public static string? OfReply(string codes)
    {
        var words = codes.Split(' ');
        return words.Length == 2 && Parse(words[1]) is { } status ? status
            : words[0] is ['5', _, _] && IsNumber(words[0]) ? words[0]
            : null;
    }

    /// <summary>The same, where something must be said: our own refusals have their codes (§3.4, RFC 6531 §3.5).</summary>
    public static string OfRefusal(string reason) => OfReply(reason) ?? reason switch
    {
        SendOutcome.TooLarge => "5.3.4",
        SendOutcome.NoSmtpUtf8 => "5.6.7",
        _ => Unknown,
    };

    private static bool IsNumber(string text) => text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit);
}
