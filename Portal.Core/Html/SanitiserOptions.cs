namespace Portal.Core.Html;

/// <summary>What the sanitiser is told about the mail beside its body.</summary>
public sealed record SanitiserOptions
{
    /// <summary>
    /// From a Content-ID (without angle brackets, RFC 2392) to a <c>data:</c> URI of a PNG, JPEG, GIF or WebP in base64, or null when the mail
    /// has no such part. Asked at most once for each id. Anything else that it gives is treated as null.
    /// </summary>
    public Func<string, string?>? InlineImage { get; init; }

    /// <summary>The language of the document (BCP 47), unless the mail names its own.</summary>
    public string? Language { get; init; }

    /// <summary>The document's title; read out by screen readers, shown nowhere else.</summary>
    public string Title { get; init; } = "";
}
