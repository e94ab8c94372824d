using Microsoft.AspNetCore.WebUtilities;
using Portal.Security;

namespace Portal.SignIn;

/// <summary>Where a person wanted to go, carried along in the address of the pages that come before.</summary>
internal static class WantedPath
{
    public const string Name = "returnUrl";

    /// <summary>The page, with what was wanted; without where that is the inbox, to which everything leads anyway, or no path of ours.</summary>
    public static string Along(string page, string? wanted) =>
        LocalPath.Or(wanted, SignInSteps.Inbox) is var path && path != SignInSteps.Inbox ? QueryHelpers.AddQueryString(page, Name, path) : page;
}
