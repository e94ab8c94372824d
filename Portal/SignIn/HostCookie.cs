namespace Portal.SignIn;

/// <summary>
/// What all our cookies have in common: for this host alone, over HTTPS, out of scripts' reach (RFC 6265bis §4.1.3.2, the names' <c>__Host-</c>). Lax: people
/// come from links in their mail program.
/// </summary>
internal static class HostCookie
{
    /// <summary>The attributes; a new object each time.</summary>
    /// <param name="lifetime">How long the browser keeps it, or null: until it is closed.</param>
    public static CookieOptions Attributes(TimeSpan? lifetime = null) => new()
    {
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
    };
}
