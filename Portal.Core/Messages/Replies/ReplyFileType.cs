using System.Text.RegularExpressions;

namespace Portal.Core.Messages.Replies;

/// <summary>The media type under which a file goes along, whoever claimed which: a browser, or the mail that is passed on.</summary>
public static partial class ReplyFileType
{
    private const string Any = "application/octet-stream";

    /// <summary>The type itself, in small letters, where it is one and may be written in base64; else that of any bytes.</summary>
    /// <param name="claimed">Type and subtype, without parameters, or null.</param>
    public static string Of(string? claimed) => claimed is not null && MediaType().IsMatch(claimed) && !IsComposite(claimed) ? claimed.ToLowerInvariant() : Any;

    // Whole mails and pieces of them are files here: what they hold is not looked into, and in base64 they must not go (RFC 2046 §5.2.1, RFC 2045 §6.4).
    private static bool IsComposite(string type) =>
        type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("message/", StringComparison.OrdinalIgnoreCase);

    // RFC 6838 §4.2.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,62}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MediaType();
}
