using Microsoft.Net.Http.Headers;
using Portal.Security;

namespace Portal.Pages.Theme;

/// <summary>Serves the theme's files to everybody, without looking at sessions.</summary>
internal static class ThemeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/theme/{file}", [HttpMethods.Get, HttpMethods.Head], Answer)
        .WithMetadata(HeaderPolicy.Theme)
        .AllowAnonymous()
        .ShortCircuit();

    private static IResult Answer(string file, ThemeFolder theme) => theme.Find(file) is { } found
        ? Results.Bytes(found.Bytes, found.ContentType, entityTag: new EntityTagHeaderValue($"\"{found.Hash}\""))
        : Results.NotFound();
}
