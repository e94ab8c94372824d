using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Portal.Core.Accounts.Sessions;
using Portal.Pages.Compose;
using Portal.Security;

namespace Portal.SignIn;

/// <summary>
/// Knows a reader by the session cookie. The framework's cookie handler is not used, because with a ticket store it keeps the
/// session's id when somebody signs in anew (session fixation), and its cookie would carry a second, needless envelope.
/// </summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ResumeSession resume, CurrentReader reader)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        if (await resume.ResumeAsync(secret, Context.RequestAborted) is not { } session)
        {
            return AuthenticateResult.Fail("The session has ended.");
        }

        reader.Is(secret, session);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, session.AccountId.ToString("N"))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    // To the sign-in page, and from there back to what was asked for; what was posted is not repeated, but what somebody wrote is given back to him.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (GivesBack() is { } toGiveBack)
        {
            // The browser sends the form there, once more. What it sends here goes to nobody, but a closed connection would be all that it hears.
            if (Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = null;
            }

            Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            Response.Headers.Location = EndedModel.PathOf(Request.Path, toGiveBack, second: false);
            return Task.CompletedTask;
        }

        var query = new QueryString();
        var asked = $"{Request.Path}{Request.QueryString}";
        if ((HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)) && LocalPath.IsSafe(asked))
        {
            query = query.Add("returnUrl", asked);
        }

        else if (Context.GetEndpoint()?.Metadata.GetMetadata<ComesBackAttribute>() is not null)
        {
            // Back to the form as it was kept; what the button was for is not in the way.
            var form = Guid.TryParse(Request.Query["draft"], out var draft)
                ? QueryHelpers.AddQueryString(Request.Path, "draft", draft.ToString("N"))
                : $"{Request.Path}";
            query = LocalPath.IsSafe(form) ? query.Add("returnUrl", form) : query;
        }

        if (Request.Cookies.ContainsKey(SessionCookie.Name))
        {
            SessionCookie.Delete(Response);
            query = query.Add("ended", "true");
        }

        Response.StatusCode = StatusCodes.Status303SeeOther;
        Response.Headers.Location = $"/sign-in{query}";
        return Task.CompletedTask;
    }

    // What is thrown away needs no giving back, and the script that saves keeps its text itself.
    private Guid? GivesBack() => HttpMethods.IsPost(Request.Method) && Context.GetEndpoint()?.Metadata.GetMetadata<ComesBackAttribute>() is not null
        && Guid.TryParse(Request.Query["draft"], out var draft) && Request.Query["do"] is not (["autosave"] or ["discard"]) ? draft : null;

    // Whoever may not see a thing is not told that it exists.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
