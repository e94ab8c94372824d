namespace Portal.Security;

/// <summary>
/// The headers that differ between kinds of responses. An endpoint carries another policy than <see cref="Page"/> as metadata;
/// whatever carries none, errors included, gets the strictest.
/// </summary>
internal sealed record HeaderPolicy(string ContentSecurityPolicy, string FrameOptions, string CacheControl)
{
    private const string NoStore = "no-store";
    private const string Immutable = "public, max-age=31536000, immutable";

    public static readonly HeaderPolicy Page = new(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'",
        "DENY",
        NoStore);

    /// <summary>
    /// A page with scripts of our own (<see cref="OwnScript"/>). They run by a word that only this answer knows: whatever else the portal serves,
    /// files out of mails too, runs nowhere. A mail's own body, framed by such a page, has a policy of its own (<see cref="MailBody"/>).
    /// </summary>
    /// <param name="nonce">The word.</param>
    /// <param name="connects">Whether they may send something to the portal.</param>
    public static HeaderPolicy WithScript(string nonce, bool connects = false) => Page with
    {
        ContentSecurityPolicy = $"{Page.ContentSecurityPolicy}{(connects ? "; connect-src 'self'" : "")}; script-src 'nonce-{nonce}'",
    };

    /// <summary>
    /// A mail's own body: no origin, no scripts, nothing from outside. Links open a window of their own that is free again.
    /// </summary>
    public static readonly HeaderPolicy MailBody = new(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox",
        "SAMEORIGIN",
        NoStore);

    /// <summary>A file out of a mail: were it ever shown instead of saved, it would be shown without origin and powers.</summary>
    public static readonly HeaderPolicy Download = new("default-src 'none'; frame-ancestors 'none'; sandbox", "DENY", NoStore);

    /// <summary>A theme's file. Its address names its content, so it never grows old.</summary>
    public static readonly HeaderPolicy Theme = new(
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox", "DENY", Immutable);

    /// <summary>A script of our own. Its address names its content, too.</summary>
    public static readonly HeaderPolicy Script = new("default-src 'none'; frame-ancestors 'none'; sandbox", "DENY", Immutable);
}
