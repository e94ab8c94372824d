using Portal.Core.Accounts.Resets;

namespace Portal.SignIn;

/// <summary>The cookie of a browser that has asked for a code: only there the code is good.</summary>
internal static class ResetCookie
{
    public const string Name = "__Host-reset";

    public static ResetSecret? Read(HttpRequest request) => ResetSecret.Parse(request.Cookies[Name]);

    /// <summary>A new one for each request.</summary>
    public static ResetSecret Write(HttpResponse response)
    {
        var secret = ResetSecret.Create();
        response.Cookies.Append(Name, secret.ToText(), HostCookie.Attributes(AskReset.Lifetime));
        return secret;
    }
}
