using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

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

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var session = http.RequestServices.GetRequiredService<CurrentReader>().Session;
        var age = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - (session?.ProvedAt ?? default);
        if (age <= (HttpMethods.IsPost(http.Request.Method) ? Recent + Grace : Recent))
        {
            return next();
        }

        var page = WantedPath.Along(http.Request.Path.Value ?? "/", http.Request.Query[WantedPath.Name]);
        context.Result = new LocalRedirectResult($"/sign-in/again{QueryString.Create(WantedPath.Name, page)}");
        return Task.CompletedTask;
    }
}
