using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>
/// On a page that changes how somebody signs in, or gives away much at once: whoever has not proved who he is lately is asked again first, so
/// that a browser left alone for a moment gives nobody the account. What was posted too late is not carried out; the page comes anew, and leads to where it
/// would have led.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RecentProofAttribute : Attribute, IAsyncPageFilter
{
    /// <summary>How long a proof counts for a page to be shown.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    // A form that was shown in time may be filled in without haste.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether whoever has a second factor must have proved it in this session, too: what makes or removes factors would else do without one, as in a browser in
    /// which it is not asked for (threat B10).
    /// </summary>
    public bool WithSecondFactor { get; init; }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var session = http.RequestServices.GetRequiredService<CurrentReader>().Session;
        var asked = !IsRecent(http, session) ? "/sign-in/again"
            : WithSecondFactor && await http.RequestServices.GetRequiredService<FactorSetUp>().IsUnprovedAsync(http.RequestAborted) ? SignInSteps.Second
            : null;
        if (asked is null)
        {
            await next();
            return;
        }

        var page = WantedPath.Along(http.Request.Path.Value ?? "/", http.Request.Query[WantedPath.Name]);
        context.Result = new LocalRedirectResult($"{asked}{QueryString.Create(WantedPath.Name, page)}");
    }

    /// <summary>Whether the session's owner has proved who he is lately.</summary>
    public static bool IsRecent(HttpContext http, SessionContent? session) =>
        http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - (session?.ProvedAt ?? default)
            <= (HttpMethods.IsPost(http.Request.Method) ? Recent + Grace : Recent);
}
