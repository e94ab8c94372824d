using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Portal.Security;

/// <summary>
/// The pages that need no session: all of them, in one place. Every other route, also one that is added later, asks for one. (The
/// few endpoints that are no pages say it themselves; tests/Portal.Tests/routes.txt lists them all.)
/// </summary>
internal static class AnonymousPages
{
    private static readonly string[] Names =
    [
        "/SignIn/SignIn",
        "/SignIn/External/Leave",
        "/SignIn/External/Callback",
        "/SignIn/External/Mailbox",
        "/SignIn/External/Connect",
        "/SignIn/Code/Ask",
        "/SignIn/Code/Enter",
        "/SecondFactor/Second", // it knows half a sign-in by its own cookie, or a session
        "/Register/Register",
        "/Notices/Notice",
        "/Notices/NotForMe",
        "/Check/Check",
        "/Compose/Ended", // it gives back what was typed, to whoever sent it
        "/Sent/Sent",
        "/Errors/Error",
        "/Forgotten/Forgotten",
        "/Forgotten/Code",
        "/Reset/Reset",
        "/Settings/Goodbye",
    ];

    public static void Allow(PageConventionCollection conventions)
    {
        foreach (var name in Names)
        {
            conventions.AllowAnonymousToPage(name);
        }
    }
}
