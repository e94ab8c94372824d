using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>
/// The cookie with the session's secret. <c>__Host-</c> (RFC 6265bis §4.1.3.2) ties it to this host and to https; it ends with the
/// browser, and on the server long before.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "__Host-session";

    public static SessionSecret? Read(HttpRequest request) => SessionSecret.Parse(request.Cookies[Name]);

    public static void Write(HttpResponse response, SessionSecret secret) =>
        response.Cookies.Append(Name, secret.ToText(), HostCookie.Attributes());

    public static void Delete(HttpResponse response) => response.Cookies.Delete(Name, HostCookie.Attributes());
}
