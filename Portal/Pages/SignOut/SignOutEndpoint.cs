using Portal.SignIn;

namespace Portal.Pages.SignOut;

/// <summary>Ends the session; one that has ended meanwhile leads to the sign-in page just the same.</summary>
internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/sign-out", Answer)
        .WithMetadata(new DuringSetUpAttribute());

    private static async Task<IResult> Answer(HttpContext context, ReaderSession session, CancellationToken cancellationToken)
    {
        await session.EndAsync(context, cancellationToken);
        return Results.LocalRedirect("/sign-in?signedOut=true");
    }
}
