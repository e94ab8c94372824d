using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Portal.Core;

namespace Portal.Security;

/// <summary>
/// Lets a request that may change something through only from our own pages: what the browser says of its origin must fit, and the
/// form must carry our token. It holds for every route that does not say <c>DisableAntiforgery</c>.
/// </summary>
internal sealed class CrossSiteCheck(RequestDelegate next, IAntiforgery antiforgery, IOptions<PortalOptions> options)
{
    /// <summary>The cookie that goes with every form.</summary>
    public const string Cookie = "__Host-form";

    private readonly string _origin = options.Value.PublicUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether a refused form came from a browser that keeps none of our cookies: then loading the page again does not help.</summary>
    public static bool LacksCookie(HttpContext context) => HttpMethods.IsPost(context.Request.Method) && context.Request.Cookies[Cookie] is null;

    public async Task InvokeAsync(HttpContext context)
    {
        if (ReadsItself(context))
        {
            // Nobody else reads it: not by mistake, and not the page that says what was refused.
            context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        }

        if (MayChange(context) && await RefusalAsync(context) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        await next(context);
    }

    private static bool ReadsItself(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<StreamedFormAttribute>() is not null;

    private async Task<int?> RefusalAsync(HttpContext context)
    {
        try
        {
            return FromHere(context.Request) && (ReadsItself(context) || await antiforgery.IsRequestValidAsync(context)) ? null : StatusCodes.Status400BadRequest;
        }
        catch (Exception error) when (error is AntiforgeryValidationException or BadHttpRequestException)
        {
            // A form that cannot be read; the server says where it is for its size.
            return (error as BadHttpRequestException ?? error.InnerException as BadHttpRequestException)?.StatusCode
                is StatusCodes.Status413PayloadTooLarge and var tooLarge ? tooLarge : StatusCodes.Status400BadRequest;
        }
    }

    // The page that says what was refused runs under the refused request's method, and changes nothing.
    private static bool MayChange(HttpContext context)
    {
        var method = context.Request.Method;
        return !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method)
            && context.Features.Get<IStatusCodeReExecuteFeature>() is null && context.Features.Get<IExceptionHandlerFeature>() is null
            && (ReadsItself(context) || context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: false });
    }

    // Browsers that know fetch metadata say it outright. Older ones send an Origin, which our own referrer policy turns into
    // "null" (Fetch standard, "append a request Origin header"): there the token alone decides.
    private bool FromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site, ..])
        {
            return site is "same-origin" or "none";
        }

        return request.Headers.Origin is not [{ } origin, ..]
            || origin is "null"
            || origin == _origin
            || origin == $"{request.Scheme}://{request.Host}";
    }
}
