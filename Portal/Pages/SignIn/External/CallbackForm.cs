using Microsoft.AspNetCore.Http.Features;
using Portal.Core.Tenants;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Providers;

namespace Portal.Pages.SignIn.External;

/// <summary>
/// Takes the answer of a provider that sends it as a form (OAuth 2.0 Form Post Response Mode), which is the one post from another site
/// that the portal takes. Browsers bring none of our cookies along with it, so it decides nothing: it lays the fields aside, sealed, and
/// sends the browser to the same address with GET, where the cookies are.
/// </summary>
internal static class CallbackForm
{
    private const int LargestForm = 16 * 1024;
    private static readonly FormOptions Limits = new() { ValueCountLimit = 16, ValueLengthLimit = LargestForm };
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    public static void Map(WebApplication app) =>
        app.MapPost("/sign-in/external/{provider}/callback", TakeAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(RateLimits.SignIn);

    private static async Task<IResult> TakeAsync(
        string provider, HttpContext context, ProviderCatalog providers, SealedCookie<ProviderAnswer> answers, TimeProvider time)
    {
        if (providers.Find(TenantCatalog.Default, provider) is not { Preset.AnswersByForm: true } found)
        {
            return Results.NotFound();
        }

        if (context.Request.ContentLength is null or > LargestForm || !context.Request.HasFormContentType)
        {
            return Results.BadRequest();
        }

        try
        {
            var form = await context.Request.ReadFormAsync(Limits, context.RequestAborted);
            answers.Write(context.Response, ProviderAnswer.Cookie, ProviderAnswer.Read(name => form[name], time.GetUtcNow() + Wait));
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return Results.BadRequest();
        }

        context.Response.Headers.Location = found.CallbackPath;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
