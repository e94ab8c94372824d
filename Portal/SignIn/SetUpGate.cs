using Microsoft.AspNetCore.Authorization;

namespace Portal.SignIn;

/// <summary>
/// Leads whoever must set up a second factor to the page for it, whatever was asked for. What needs no session passes, and what
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
        context.Response.Headers.Location = SignInSteps.SetUp;
        return Task.CompletedTask;
    }
}
