using Microsoft.AspNetCore.Localization;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Language;

/// <summary>Which language a page has: the one chosen in this browser, else the reader's own, else the first of the browser's that we have.</summary>
internal static class LanguageChoice
{
    private const string Cookie = "__Host-language";

    public static void Configure(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Languages.All[0]);
        options.SupportedCultures = [.. Languages.All];
        options.SupportedUICultures = [.. Languages.All];
        options.FallBackToParentUICultures = true;
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(context => Task.FromResult(Chosen(context))),
            new AcceptLanguageHeaderRequestCultureProvider { Options = options },
        ];
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/language", Choose)
        .AllowAnonymous();

    /// <summary>Forgets what was chosen in this browser, so that the reader's own language counts again.</summary>
    public static void Forget(HttpResponse response) =>
        response.Cookies.Delete(Cookie, HostCookie.Attributes());

    private static ProviderCultureResult? Chosen(HttpContext context)
    {
        var chosen = Languages.Find(context.Request.Cookies[Cookie])
            ?? Languages.Find(context.RequestServices.GetRequiredService<CurrentReader>().Session?.Language);
        return chosen is null ? null : new ProviderCultureResult(chosen.Name);
    }

    // The form was checked for its token before this (CrossSiteCheck). It is read by hand: binding would check a second time.
    private static async Task<IResult> Choose(HttpContext context, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (Languages.Find(form["language"]) is { } language)
        {
            context.Response.Cookies.Append(Cookie, language.Name, HostCookie.Attributes(TimeSpan.FromDays(365)));
        }

        return Results.LocalRedirect(LocalPath.Or(form["returnUrl"], "/"));
    }
}
