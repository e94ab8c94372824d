using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Portal.SignIn;

/// <summary>
/// Leads whoever must set up a second factor to the page for it, whatever was asked for, and from there to what was asked for. What needs no session passes, and what
/// <see cref="DuringSetUpAttribute"/> marks; every other route, also one that is added later, does not.
/// </summary>
internal sealed class SetUpGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, CurrentReader reader)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (reader.Session is not { NeedsFactor: true } || metadata?.GetMetadata<IAllowAnonymous>() is not null
            || metadata?.GetMetadata<DuringSetUpAttribute>() is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = WantedPath.Along(
            SignInSteps.SetUp, HttpMethods.IsGet(context.Request.Method) ? context.Request.GetEncodedPathAndQuery() : null);
        return Task.CompletedTask;
    }
}
