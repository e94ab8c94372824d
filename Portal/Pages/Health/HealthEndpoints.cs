namespace Portal.Pages.Health;

/// <summary>For whoever watches the service: does the process answer, can it work. They say no more than that.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Methods, () => Results.Text("live\n")).AllowAnonymous().ShortCircuit();
        routes.MapMethods("/health/ready", Methods, ReadyAsync).AllowAnonymous().ShortCircuit();
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellationToken) =>
        await readiness.AskAsync(cancellationToken)
            ? Results.Text("ready\n")
            : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
