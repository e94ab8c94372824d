namespace Portal.Core.Outbox.Mails;

/// <summary>Addresses of the portal's pages, from the setting Portal:PublicUrl alone and never from a request.</summary>
internal sealed class PortalAddress(Uri publicUrl)
{
    /// <summary>What every genuine address begins with: <c>https://portal.example.com/</c>.</summary>
    public string Start { get; } = new UriBuilder(publicUrl.Scheme, HostOf(publicUrl), publicUrl.IsDefaultPort ? -1 : publicUrl.Port, "/").Uri.AbsoluteUri;

    /// <summary>Where a notice leads.</summary>
    /// <exception cref="FormatException">The token could change the address.</exception>
    public string OfNotice(string token) => Of("n", token);

    /// <summary>Where a sender asks for another initial password.</summary>
    /// <exception cref="FormatException">The token could change the address.</exception>
    public string OfSent(string token) => Of("sent", token);

    /// <summary>Where anybody asks whether a notice is real.</summary>
    public string Check => Start + "check";

    /// <summary>Where a person sets a new password.</summary>
    /// <exception cref="FormatException">The token could change the address.</exception>
    public string OfReset(string token) => Of("reset", token);

    private string Of(string path, string token) => token.Length > 0 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? $"{Start}{path}/{token}"
        : throw new FormatException("A token is base64url.");

    // People compare what they see: an international name stands in the form that no look-alike letter can imitate.
    private static string HostOf(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
}
