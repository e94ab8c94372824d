using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>The cookie with the secret of half a sign-in. It is no session's, and no page but the one that asks for the second factor looks at it.</summary>
internal static class PendingCookie
{
    public const string Name = "__Host-signin";

    public static PendingSecret? Read(HttpRequest request) => PendingSecret.Parse(request.Cookies[Name]);

    public static void Write(HttpResponse response, PendingSecret secret) => response.Cookies.Append(Name, secret.ToText(), HostCookie.Attributes());

    public static void Delete(HttpResponse response) => response.Cookies.Delete(Name, HostCookie.Attributes());
}
