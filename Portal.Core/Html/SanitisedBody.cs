namespace Portal.Core.Html;

/// <summary>The body of a mail made safe, and what the page around it may say about that.</summary>
/// <param name="Html">The document.</param>
/// <param name="RemoteImagesBlocked">Pictures that lie elsewhere and were not loaded; tracking pixels are not counted.</param>
/// <param name="ActiveRemoved">Scripts, event handlers, forms, embedded pages and objects, and links that run something.</param>
public sealed record SanitisedBody(SafeHtml Html, int RemoteImagesBlocked, int ActiveRemoved)
{
    /// <summary>Whether text that the sender had hidden from view was left out, here and in the plain-text view alike.</summary>
    public bool HiddenTextLeftOut { get; init; }
}
